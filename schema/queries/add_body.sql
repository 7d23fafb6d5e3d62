-- A new body; lists come as comma-separated text. No row: the code is taken.
INSERT INTO body AS b (court, body, channel, kind, name, streets, causes, address, phone, active)
VALUES ($1, $2, $3, $4, $5, coalesce(string_to_array($6, ','), '{}'), coalesce(string_to_array($7, ','), '{}'),
        nullif($8, ''), nullif($9, ''), coalesce(nullif($10, '')::boolean, true))
ON CONFLICT DO NOTHING
RETURNING (to_jsonb(b) - '{court,body,name,address,phone}'::text[])::text
