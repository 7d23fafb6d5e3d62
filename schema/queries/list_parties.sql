-- The parties of some disputes, each side in its order, with the wrapped key of their dispute (null: erased).
SELECT p.dispute_id, p.side, p.ordinal, p.sealed, k.wrapped
FROM party p
LEFT JOIN dispute_key k ON k.court = p.court AND k.dispute_id = p.dispute_id
WHERE p.court = $1 AND p.dispute_id = ANY ($2::bigint[])
ORDER BY p.dispute_id, p.side, p.ordinal
