-- Marks a key the first time, compares it ever after; two processes at once agree on the first.
WITH fresh AS (
    INSERT INTO key_mark (name, mark) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING mark
)
SELECT coalesce((SELECT mark FROM fresh), (SELECT mark FROM key_mark WHERE name = $1)) = $2::bytea
