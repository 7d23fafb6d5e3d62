-- By id or by name; a second time changes nothing.
UPDATE token SET revoked_at = coalesce(revoked_at, now()) WHERE token_id = $1 OR name = $1 RETURNING token_id, name
