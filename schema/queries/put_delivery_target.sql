INSERT INTO delivery_target (court, channel, body, url, token_file, streets)
VALUES ($1, $2, $3, $4, $5, string_to_array($6, ','))
ON CONFLICT (court, channel, body) DO UPDATE
SET url = EXCLUDED.url, token_file = EXCLUDED.token_file, streets = EXCLUDED.streets
