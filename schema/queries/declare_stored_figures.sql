-- What the views show, one line a figure that is not zero, in the order of bytes.
DECLARE stored_figure NO SCROLL CURSOR FOR
SELECT k.key, k.n FROM (
SELECT v.head || f.figure || E'\x1f' || v.tail AS key, (v.row ->> f.figure)::bigint AS n
FROM (SELECT 'annual ' || v.court || ' ' || v.year::text || ' ' AS head, '' AS tail, to_jsonb(v) AS row FROM stats.annual v
      UNION ALL SELECT 'monthly ' || v.court || ' ' || to_char(make_date(v.year, v.month, 1), 'YYYY-MM') || ' ' AS head, '' AS tail, to_jsonb(v) AS row FROM stats.monthly v
      UNION ALL SELECT 'by_channel ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_channel v
      UNION ALL SELECT 'by_cause ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_cause v
      UNION ALL SELECT 'by_domain ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_domain v
      UNION ALL SELECT 'by_street ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_street v
      UNION ALL SELECT 'by_body ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_body v
      UNION ALL SELECT 'by_mediator ' || v.court || ' ' || v.year::text || ' ' AS head, v.key AS tail, to_jsonb(v) AS row FROM stats.by_mediator v) v
CROSS JOIN unnest('{entered, accepted, received, concluded, completed, succeeded, settled, cancelled, pre_litigation_mediations, entrusted_mediations, people_mediations, union_mediations, all_mediations, mediations_succeeded, fast_track_cases, fast_track_not_civil, fast_track_converted, fast_track_transferred}'::text[]) AS f (figure)
WHERE (v.row ->> f.figure)::bigint <> 0) k
ORDER BY k.key COLLATE "C"
