-- The other roll-ups, with what is not in them yet, beside the rows of the ledger.
SELECT name, court, key, sum(stored), sum(counted)
FROM (SELECT 'tally_' || part AS name, court, concat_ws(' ', month, channel, procedure, fast_track, nullif(key, ''), nullif(key2, '')) AS key,
             n::bigint AS stored, 0 AS counted
      FROM (SELECT 'outcome' AS part, court, month, channel, procedure, fast_track, outcome AS key, reason AS key2, n FROM tally_outcome
            UNION ALL
            SELECT 'days', court, month, channel, procedure, fast_track, days::text, '', n FROM tally_days
            UNION ALL
            SELECT 'open', court, entered_on, channel, procedure, fast_track, '', '', n FROM tally_open
            UNION ALL
            SELECT 'cohort', court, month, channel, procedure, NULL, 'concluded', '', concluded FROM tally_cohort
            UNION ALL
            SELECT 'cohort', court, month, channel, procedure, NULL, 'succeeded', '', succeeded FROM tally_cohort
            UNION ALL
            SELECT w.part, w.court, w.month, w.channel, w.procedure, CASE WHEN w.part <> 'cohort' THEN w.fast_track END,
                   CASE WHEN w.part = 'cohort' THEN f.figure ELSE w.key END, w.key2,
                   CASE WHEN f.figure = 'succeeded' THEN w.succeeded ELSE w.n END
            FROM (SELECT part, court, month, channel, procedure, fast_track, key, key2, n, succeeded FROM tally_new_part
                  UNION ALL
                  SELECT b.part, b.court, b.month, b.channel, b.procedure, b.fast_track, b.key, b.key2, b.n, b.succeeded
                  FROM fold_court c
                  CROSS JOIN LATERAL stats.parts_before(c.court, c.xid, '9223372036854775807', '{outcome, days, cohort, open}') b) w
            JOIN (VALUES ('concluded'), ('succeeded')) f (figure) ON f.figure = 'concluded' OR w.part = 'cohort') t
      UNION ALL
      SELECT 'tally_outcome', court, concat_ws(' ', date_trunc('month', day)::date, channel, procedure, fast_track,
                                               coalesce(outcome, '-'), coalesce(reason, '-')), 0, n
      FROM ledger WHERE measure = 'concluded'
      UNION ALL
      SELECT 'tally_days', court, concat_ws(' ', date_trunc('month', day)::date, channel, procedure, fast_track, days / timed), 0, timed
      FROM stats.effect WHERE timed <> 0
      UNION ALL
      SELECT 'tally_open', court, concat_ws(' ', entered_on, channel, procedure, fast_track), 0,
             CASE WHEN measure = 'entered' THEN n ELSE -n END
      FROM ledger
      WHERE measure IN ('entered', 'concluded', 'cancelled') AND entered_on IS NOT NULL
      UNION ALL
      SELECT 'tally_cohort', court, concat_ws(' ', date_trunc('month', accepted_on)::date, channel, procedure, f.figure), 0,
             coalesce(CASE f.figure WHEN 'concluded' THEN completed ELSE succeeded END, 0)
      FROM stats.effect CROSS JOIN (VALUES ('concluded'), ('succeeded')) f (figure)
      WHERE is_mediation AND completed <> 0 AND accepted_on IS NOT NULL) f
GROUP BY 1, 2, 3
HAVING sum(stored) <> sum(counted)
ORDER BY 1, 2, 3
LIMIT 100
