-- Counters that differ from the numbers given: from the first number (behind those that were imported) to the last, each
-- once.
WITH given AS (
    SELECT d.court, d.word, d.year, count(*) AS n, max(d.number) AS last
    FROM docket d LEFT JOIN docket_counter c ON c.court = d.court AND c.word = d.word AND c.year = d.year
    WHERE d.number > coalesce(c.imported, 0)
    GROUP BY d.court, d.word, d.year
)
SELECT coalesce(c.court, g.court), coalesce(c.word, g.word) || ' ' || coalesce(c.year, g.year),
       coalesce(c.last, 0) AS counter, coalesce(g.last, c.imported, 0) AS last_given,
       coalesce(g.n, 0) + coalesce(c.imported, 0) AS given
FROM docket_counter c FULL JOIN given g ON g.court = c.court AND g.word = c.word AND g.year = c.year
WHERE coalesce(c.last, 0) <> coalesce(g.last, c.imported, 0)
   OR coalesce(g.n, 0) + coalesce(c.imported, 0) <> coalesce(c.last, 0)
ORDER BY 1, 2
LIMIT 100
