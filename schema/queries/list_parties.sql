-- The parties of some disputes, each side in its order.
SELECT dispute_id, side, ordinal, convert_from(sealed, 'UTF8')
FROM party WHERE court = $1 AND dispute_id = ANY ($2::bigint[])
ORDER BY dispute_id, side, ordinal
