-- How long it took, by series, for a period of whole months: how many, mean, median, 90th percentile.
SELECT s.series, max(s.total)::bigint AS timed, round(sum(s.days * s.n)::numeric / max(s.total), 1) AS mean_days,
       round((min(s.days) FILTER (WHERE 2 * s.upto >= s.total) + min(s.days) FILTER (WHERE 2 * s.upto > s.total)) / 2.0, 1)
           AS median_days,
       min(s.days) FILTER (WHERE 10 * s.upto >= 9 * s.total) AS p90_days
FROM (SELECT h.*, sum(h.n) OVER (PARTITION BY h.series ORDER BY h.days) AS upto, sum(h.n) OVER (PARTITION BY h.series) AS total
      FROM (SELECT series, days, sum(n) AS n FROM stats.days_counted
            WHERE court = $1 AND day BETWEEN date_trunc('month', $2::date)::date AND $3
            GROUP BY 1, 2 HAVING sum(n) <> 0) h) s
WHERE s.total > 0
GROUP BY s.series
