-- The figures that stats.cases knows.
SELECT DISTINCT m[1] AS name FROM pg_proc p, regexp_matches(p.prosrc, 'WHEN ''(\w+)'' THEN', 'g') m
WHERE p.pronamespace = 'stats'::regnamespace AND p.proname = 'cases'
UNION SELECT 'carried_over' UNION SELECT 'open_at_end'
ORDER BY 1
