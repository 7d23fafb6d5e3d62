-- The token of a role that an embedded start writes: the principal keeps its name when its secret was lost.
INSERT INTO token (token_id, hash, name, role, courts)
VALUES ($1, $2, $3, $4, string_to_array($5, ','))
ON CONFLICT (name) DO UPDATE
SET token_id = EXCLUDED.token_id, hash = EXCLUDED.hash, courts = EXCLUDED.courts, created_at = now(), revoked_at = NULL
