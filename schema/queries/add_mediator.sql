-- A new mediator; lists come as comma-separated text. No row: the code is taken.
INSERT INTO mediator AS m (court, mediator, body, name, streets, causes, languages, load_cap, active)
VALUES ($1, $2, $3, $4, coalesce(string_to_array($5, ','), '{}'), coalesce(string_to_array($6, ','), '{}'),
        coalesce(string_to_array($7, ','), '{}'), nullif($8, '')::int, coalesce(nullif($9, '')::boolean, true))
ON CONFLICT DO NOTHING
RETURNING (to_jsonb(m) - '{court,mediator,name}'::text[])::text
