INSERT INTO analyst_script (version, name, sha256)
VALUES ($1::int, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))
ON CONFLICT (version) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256, applied_at = now()
