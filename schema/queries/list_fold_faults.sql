-- The other roll-ups beside the rows of the ledger that are folded into them.
SELECT name, court, key, sum(stored), sum(counted)
FROM (SELECT 'tally_outcome' AS name, court, concat_ws(' ', month, channel, procedure, fast_track, outcome, reason) AS key,
             n::bigint AS stored, 0 AS counted
      FROM tally_outcome
      UNION ALL
      SELECT 'tally_outcome', court, concat_ws(' ', date_trunc('month', day)::date, channel, procedure, fast_track,
                                               coalesce(outcome, '-'), coalesce(reason, '-')), 0, n
      FROM ledger WHERE measure = 'concluded' AND xid < (SELECT xid FROM fold_place)
      UNION ALL
      SELECT 'tally_days', court, concat_ws(' ', month, channel, procedure, fast_track, days), n, 0 FROM tally_days
      UNION ALL
      SELECT 'tally_days', court, concat_ws(' ', date_trunc('month', day)::date, channel, procedure, fast_track, days / timed),
             0, timed
      FROM stats.effect WHERE timed <> 0 AND xid < (SELECT xid FROM fold_place)
      UNION ALL
      SELECT 'tally_open', court, concat_ws(' ', entered_on, channel, procedure, fast_track), n, 0 FROM tally_open
      UNION ALL
      SELECT 'tally_open', court, concat_ws(' ', entered_on, channel, procedure, fast_track), 0,
             CASE WHEN measure = 'entered' THEN n ELSE -n END
      FROM ledger
      WHERE measure IN ('entered', 'concluded', 'cancelled') AND entered_on IS NOT NULL AND xid < (SELECT xid FROM fold_place)
      UNION ALL
      SELECT 'tally_cohort', court, concat_ws(' ', month, channel, procedure, f.figure),
             CASE f.figure WHEN 'concluded' THEN concluded ELSE succeeded END, 0
      FROM tally_cohort CROSS JOIN (VALUES ('concluded'), ('succeeded')) f (figure)
      UNION ALL
      SELECT 'tally_cohort', court, concat_ws(' ', date_trunc('month', accepted_on)::date, channel, procedure, f.figure), 0,
             coalesce(CASE f.figure WHEN 'concluded' THEN completed ELSE succeeded END, 0)
      FROM stats.effect CROSS JOIN (VALUES ('concluded'), ('succeeded')) f (figure)
      WHERE is_mediation AND completed <> 0 AND accepted_on IS NOT NULL AND xid < (SELECT xid FROM fold_place)) f
GROUP BY 1, 2, 3
HAVING sum(stored) <> sum(counted)
ORDER BY 1, 2, 3
LIMIT 100
