-- What one batch adds to its run.
INSERT INTO import_run AS r (court, import_id, source, file, sha256, mapping, stored, duplicates)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (court, import_id) DO UPDATE
SET stored = r.stored + excluded.stored, duplicates = r.duplicates + excluded.duplicates
