-- The clock of a synthetic database, only forward. No row: it stands later already.
INSERT INTO setting (name, value) VALUES ('manual_now', $1)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
WHERE setting.value::timestamptz <= excluded.value::timestamptz
RETURNING value
