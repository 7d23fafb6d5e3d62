-- The disputes of a court to which somebody with this keyed hash is a party, newest first.
SELECT d.dispute_id, d.state, (date_part('epoch', d.received_at) * 1000)::bigint,
       (SELECT r.docket FROM referral r
        WHERE r.court = d.court AND r.dispute_id = d.dispute_id AND r.docket IS NOT NULL
        ORDER BY r.visit LIMIT 1), d.source, d.ref, d.document::text
FROM (SELECT DISTINCT p.dispute_id FROM party p WHERE p.id_hash = $2 AND p.court = $1) hit
JOIN dispute d ON d.court = $1 AND d.dispute_id = hit.dispute_id
ORDER BY d.received_at DESC, d.dispute_id DESC
LIMIT $3
