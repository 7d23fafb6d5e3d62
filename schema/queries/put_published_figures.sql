-- Every figure of the period that is not zero, as it stands now, in whole and by each dimension.
INSERT INTO published_figure (court, publication_id, section, key, figure, value)
SELECT $1, $2::bigint, s.section, f.key, e.key, e.value::numeric
FROM unnest(ARRAY['total', 'channel', 'cause', 'domain', 'street', 'community', 'body', 'mediator']) AS s (section)
CROSS JOIN LATERAL stats.figures_of($1, $3, $4, s.section) f
CROSS JOIN LATERAL jsonb_each_text(to_jsonb(f) - '{court,year,key,name}'::text[]) e
WHERE e.value IS NOT NULL AND e.value::numeric <> 0
