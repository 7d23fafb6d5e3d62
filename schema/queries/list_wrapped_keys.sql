-- A page of disputes whose key is wrapped by another data key than $1, behind the last one of the page before.
SELECT court, dispute_id, wrapped FROM dispute_key
WHERE key_id <> $1 AND (court, dispute_id) > ($2::text, $3::bigint)
ORDER BY court, dispute_id
LIMIT $4
