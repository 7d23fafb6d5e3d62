-- Whose token this is: valid at $2 or not at all.
SELECT encode(hash, 'hex'), name, role, courts @> ARRAY[$3::text] AS has_court
FROM token WHERE token_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
