-- The targets as they are served: streets are the target's own, else those of the body in the roster; null: all.
SELECT t.court, t.channel, t.body, t.url, t.token_file, coalesce(t.streets, nullif(b.streets, '{}'))
FROM delivery_target t
LEFT JOIN body b ON b.court = t.court AND b.body = t.body
ORDER BY t.court, t.channel, t.body
