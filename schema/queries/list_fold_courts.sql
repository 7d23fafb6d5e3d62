-- The courts that counted something in [$1, $2), one look at the index each, and how many rows in all.
WITH RECURSIVE court (court) AS (
    (SELECT court FROM ledger ORDER BY court LIMIT 1)
    UNION ALL
    SELECT (SELECT l.court FROM ledger l WHERE l.court > c.court ORDER BY l.court LIMIT 1)
    FROM court c WHERE c.court IS NOT NULL
)
SELECT coalesce(array_agg(c.court), '{}')::text, coalesce(sum(r.n), 0)
FROM court c
CROSS JOIN LATERAL (SELECT count(*) AS n FROM ledger l
                    WHERE l.court = c.court AND l.xid >= $1::text::xid8 AND l.xid < $2::text::xid8) r
WHERE r.n > 0
