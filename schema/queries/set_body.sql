-- A body changed: null keeps, empty text clears. No row: nothing would change.
UPDATE body b
SET channel = n.channel, kind = n.kind, name = n.name, streets = n.streets, causes = n.causes, address = n.address,
    phone = n.phone, active = n.active
FROM (SELECT coalesce($3, channel) AS channel, coalesce($4, kind) AS kind, coalesce($5, name) AS name,
             coalesce(string_to_array($6, ','), streets) AS streets,
             coalesce(string_to_array($7, ','), causes) AS causes,
             CASE WHEN $8::text IS NULL THEN address ELSE nullif($8, '') END AS address,
             CASE WHEN $9::text IS NULL THEN phone ELSE nullif($9, '') END AS phone,
             coalesce(nullif($10, '')::boolean, active) AS active
      FROM body WHERE court = $1 AND body = $2) n
WHERE b.court = $1 AND b.body = $2
  AND (b.channel, b.kind, b.name, b.streets, b.causes, b.address, b.phone, b.active)
      IS DISTINCT FROM (n.channel, n.kind, n.name, n.streets, n.causes, n.address, n.phone, n.active)
RETURNING (to_jsonb(b) - '{court,body,name,address,phone}'::text[])::text
