INSERT INTO migration (version, name, sha256)
VALUES ($1::int, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))
