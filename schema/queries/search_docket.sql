-- The dispute that bears a docket number.
SELECT d.dispute_id, d.state, (date_part('epoch', d.received_at) * 1000)::bigint, n.text, d.source, d.ref,
       d.document::text
FROM docket n
JOIN dispute d ON d.court = n.court AND d.dispute_id = n.dispute_id
WHERE n.court = $1 AND n.text = $2
ORDER BY d.received_at DESC, d.dispute_id DESC
LIMIT $3
