-- The same keys wrapped anew; one that was erased or rewrapped meanwhile stays as it is.
UPDATE dispute_key k SET key_id = $1, wrapped = n.wrapped
FROM unnest($2::text[], $3::bigint[], $4::bytea[]) AS n(court, dispute_id, wrapped)
WHERE k.court = n.court AND k.dispute_id = n.dispute_id AND k.key_id <> $1
