-- The roster as a process keeps it: what a mediator leaves open is the body's. Days count from 1970; ordered by bytes.
SELECT m.court, m.mediator, m.body, b.channel,
       array_to_string(CASE WHEN m.streets = '{}' THEN b.streets ELSE m.streets END, ','),
       array_to_string(CASE WHEN m.causes = '{}' THEN b.causes ELSE m.causes END, ','), m.load_cap,
       m.active AND b.active,
       (SELECT string_agg((a.from_on - date '1970-01-01') || '/' || coalesce((a.until_on - date '1970-01-01')::text, ''), ',')
        FROM mediator_absence a WHERE a.court = m.court AND a.mediator = m.mediator),
       (SELECT coalesce(array_agg(r.hash) FILTER (WHERE r.subject = 'name'), '{}')::text
        FROM mediator_relation r WHERE r.court = m.court AND r.mediator = m.mediator),
       (SELECT coalesce(array_agg(r.hash) FILTER (WHERE r.subject = 'id_no'), '{}')::text
        FROM mediator_relation r WHERE r.court = m.court AND r.mediator = m.mediator)
FROM mediator m JOIN body b ON b.court = m.court AND b.body = m.body
ORDER BY m.court COLLATE "C", m.mediator COLLATE "C"
