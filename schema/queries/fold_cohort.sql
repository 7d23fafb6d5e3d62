-- Mediations by the month of their acceptance: what became of them.
INSERT INTO tally_cohort AS t (court, month, channel, procedure, concluded, succeeded)
SELECT court, date_trunc('month', accepted_on)::date, channel, procedure, sum(completed), coalesce(sum(succeeded), 0)
FROM stats.effect
WHERE is_mediation AND completed <> 0 AND accepted_on IS NOT NULL
  AND court = ANY ($3::text[]) AND xid >= $1::text::xid8 AND xid < $2::text::xid8
GROUP BY 1, 2, 3, 4
ON CONFLICT (court, month, channel, procedure)
    DO UPDATE SET concluded = t.concluded + excluded.concluded, succeeded = t.succeeded + excluded.succeeded
