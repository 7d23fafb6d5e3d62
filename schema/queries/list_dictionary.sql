-- The data dictionary, out of the catalogue: every view of stats, every column with its type and comment.
SELECT c.relname AS view, a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attnum IS NULL THEN obj_description(c.oid) ELSE col_description(c.oid, a.attnum) END AS comment
FROM pg_class c
LEFT JOIN LATERAL (SELECT NULL::name AS attname, NULL::smallint AS attnum, NULL::oid AS atttypid, NULL::int AS atttypmod, 0 AS place
                   UNION ALL
                   SELECT attname, attnum, atttypid, atttypmod, attnum FROM pg_attribute
                   WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a ON true
WHERE c.relnamespace = 'stats'::regnamespace AND c.relkind = 'v'
ORDER BY c.relname, a.place
