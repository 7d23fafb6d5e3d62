-- A mediator changed: null keeps, empty text clears. No row: nothing would change.
UPDATE mediator m
SET body = n.body, name = n.name, streets = n.streets, causes = n.causes, languages = n.languages,
    load_cap = n.load_cap, active = n.active
FROM (SELECT coalesce($3, body) AS body, coalesce($4, name) AS name,
             coalesce(string_to_array($5, ','), streets) AS streets,
             coalesce(string_to_array($6, ','), causes) AS causes,
             coalesce(string_to_array($7, ','), languages) AS languages,
             CASE WHEN $8::text IS NULL THEN load_cap ELSE nullif($8, '')::int END AS load_cap,
             coalesce(nullif($9, '')::boolean, active) AS active
      FROM mediator WHERE court = $1 AND mediator = $2) n
WHERE m.court = $1 AND m.mediator = $2
  AND (m.body, m.name, m.streets, m.causes, m.languages, m.load_cap, m.active)
      IS DISTINCT FROM (n.body, n.name, n.streets, n.causes, n.languages, n.load_cap, n.active)
RETURNING (to_jsonb(m) - '{court,mediator,name}'::text[])::text
