DECLARE stored_dispute NO SCROLL CURSOR FOR
SELECT court, dispute_id, state, (extract(epoch FROM closed_at) * 1000)::bigint
FROM dispute
ORDER BY court, dispute_id
