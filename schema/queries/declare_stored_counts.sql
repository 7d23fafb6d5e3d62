-- The ledger by all that it counts by: one row a key, in the order of bytes. Without what sums to nothing.
DECLARE stored_count NO SCROLL CURSOR FOR
SELECT key, n, days
FROM (SELECT concat_ws(E'\x1f', court, day::text, measure, channel, procedure, CASE WHEN fast_track THEN 'fast_track' ELSE '' END,
                       coalesce(outcome, ''), coalesce(reason, ''), coalesce(cause_list, ''), coalesce(cause, ''),
                       coalesce(domain, ''), coalesce(street, ''), coalesce(body, ''), coalesce(mediator, ''),
                       first_here::text || first_kind || first_all) AS key,
             sum(n) AS n, sum(n * coalesce(days, 0)) AS days
      FROM ledger
      GROUP BY 1) k
WHERE n <> 0 OR days <> 0
ORDER BY key COLLATE "C"
