-- The bodies of a court, for people.
SELECT body, channel, kind, name, array_to_string(streets, ','), array_to_string(causes, ','), address, phone,
       active::text,
       (SELECT count(*) FROM mediator m WHERE m.court = b.court AND m.body = b.body AND m.active) AS mediators
FROM body b WHERE court = $1 ORDER BY channel, body
