-- The events of one block, as the chain reads them.
SELECT court, event_id, dispute_id, referral_id, type, actor, (extract(epoch FROM at) * 1000000)::bigint,
       data::text, sealed, key_id, (extract(epoch FROM recorded_at) * 1000000)::bigint
FROM event
WHERE court = $1 AND event_id = ANY ($2::bigint[])
ORDER BY event_id
