-- Completions by the number of days they took.
INSERT INTO tally_days AS t (court, month, channel, procedure, fast_track, days, n)
SELECT court, date_trunc('month', day)::date, channel, procedure, fast_track, days / timed, sum(timed)
FROM stats.effect
WHERE timed <> 0 AND court = ANY ($3::text[]) AND xid >= $1::text::xid8 AND xid < $2::text::xid8
GROUP BY 1, 2, 3, 4, 5, 6
ON CONFLICT (court, month, channel, procedure, fast_track, days) DO UPDATE SET n = t.n + excluded.n
