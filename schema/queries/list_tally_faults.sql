-- The roll-up by month, with what is not in it yet, beside the rows of the ledger; and the one by year beside it: cell by cell.
WITH stored AS (
    SELECT 'tally' AS name, court, dimension, month, key, key2, channel, procedure, fast_track,
           nullif(sum(entered), 0) AS entered, nullif(sum(accepted), 0) AS accepted, nullif(sum(concluded), 0) AS
           concluded, nullif(sum(completed), 0) AS completed, nullif(sum(succeeded), 0) AS succeeded,
           nullif(sum(settled), 0) AS settled, nullif(sum(cancelled), 0) AS cancelled, nullif(sum(cancelled_held), 0)
           AS cancelled_held, nullif(sum(concluded_unheld), 0) AS concluded_unheld, nullif(sum(lapsed), 0) AS lapsed,
           nullif(sum(continued), 0) AS continued, nullif(sum(registered), 0) AS registered, nullif(sum(transferred),
           0) AS transferred, nullif(sum(converted), 0) AS converted, nullif(sum(judged), 0) AS judged,
           nullif(sum(mediated), 0) AS mediated, nullif(sum(withdrawn), 0) AS withdrawn, nullif(sum(deemed_withdrawn),
           0) AS deemed_withdrawn, nullif(sum(dismissed), 0) AS dismissed, nullif(sum(opened), 0) AS opened,
           nullif(sum(closed), 0) AS closed, nullif(sum(first_month), 0) AS first_month, nullif(sum(first_quarter), 0)
           AS first_quarter, nullif(sum(first_year), 0) AS first_year, nullif(sum(kind_month), 0) AS kind_month,
           nullif(sum(kind_quarter), 0) AS kind_quarter, nullif(sum(kind_year), 0) AS kind_year,
           nullif(sum(all_month), 0) AS all_month, nullif(sum(all_quarter), 0) AS all_quarter, nullif(sum(all_year),
           0) AS all_year, nullif(sum(taken_month), 0) AS taken_month, nullif(sum(taken_quarter), 0) AS taken_quarter,
           nullif(sum(taken_year), 0) AS taken_year, nullif(sum(claimants), 0) AS claimants,
           nullif(sum(claimants_received), 0) AS claimants_received, nullif(sum(days), 0) AS days, nullif(sum(timed),
           0) AS timed, nullif(sum(paused), 0) AS paused, nullif(sum(late), 0) AS late, nullif(sum(due), 0) AS due,
           nullif(sum(performed), 0) AS performed, nullif(sum(performed_part), 0) AS performed_part
    FROM (SELECT court, dimension, month, key, key2, channel, procedure, fast_track,
           entered, accepted, concluded, completed, succeeded, settled, cancelled, cancelled_held,
           concluded_unheld, lapsed, continued, registered, transferred, converted, judged, mediated,
           withdrawn, deemed_withdrawn, dismissed, opened, closed, first_month, first_quarter, first_year,
           kind_month, kind_quarter, kind_year, all_month, all_quarter, all_year, taken_month, taken_quarter,
           taken_year, claimants, claimants_received, days, timed, paused, late, due, performed,
           performed_part
          FROM tally
          UNION ALL
          SELECT court, dimension, month, key, key2, channel, procedure, fast_track,
           entered, accepted, concluded, completed, succeeded, settled, cancelled, cancelled_held,
           concluded_unheld, lapsed, continued, registered, transferred, converted, judged, mediated,
           withdrawn, deemed_withdrawn, dismissed, opened, closed, first_month, first_quarter, first_year,
           kind_month, kind_quarter, kind_year, all_month, all_quarter, all_year, taken_month, taken_quarter,
           taken_year, claimants, claimants_received, days, timed, paused, late, due, performed,
           performed_part
          FROM tally_new
          UNION ALL
          SELECT b.* FROM fold_court f
          CROSS JOIN LATERAL stats.counted_before(f.court, f.xid, '9223372036854775807', '{all, cause, place, hand}') b) t
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'tally_year', court, dimension, make_date(year, 1, 1), key, key2, channel, procedure, fast_track,
           entered, accepted, concluded, completed, succeeded, settled, cancelled, cancelled_held,
           concluded_unheld, lapsed, continued, registered, transferred, converted, judged, mediated,
           withdrawn, deemed_withdrawn, dismissed, opened, closed, first_month, first_quarter, first_year,
           kind_month, kind_quarter, kind_year, all_month, all_quarter, all_year, taken_month, taken_quarter,
           taken_year, claimants, claimants_received, days, timed, paused, late, due, performed,
           performed_part
    FROM tally_year
), counted AS (
    SELECT 'tally' AS name, court, dimension, date_trunc('month', day)::date AS month, key, key2, channel, procedure, fast_track,
           nullif(sum(entered), 0) AS entered, nullif(sum(accepted), 0) AS accepted, nullif(sum(concluded), 0) AS
           concluded, nullif(sum(completed), 0) AS completed, nullif(sum(succeeded), 0) AS succeeded,
           nullif(sum(settled), 0) AS settled, nullif(sum(cancelled), 0) AS cancelled, nullif(sum(cancelled_held), 0)
           AS cancelled_held, nullif(sum(concluded_unheld), 0) AS concluded_unheld, nullif(sum(lapsed), 0) AS lapsed,
           nullif(sum(continued), 0) AS continued, nullif(sum(registered), 0) AS registered, nullif(sum(transferred),
           0) AS transferred, nullif(sum(converted), 0) AS converted, nullif(sum(judged), 0) AS judged,
           nullif(sum(mediated), 0) AS mediated, nullif(sum(withdrawn), 0) AS withdrawn, nullif(sum(deemed_withdrawn),
           0) AS deemed_withdrawn, nullif(sum(dismissed), 0) AS dismissed, nullif(sum(opened), 0) AS opened,
           nullif(sum(closed), 0) AS closed, nullif(sum(first_month), 0) AS first_month, nullif(sum(first_quarter), 0)
           AS first_quarter, nullif(sum(first_year), 0) AS first_year, nullif(sum(kind_month), 0) AS kind_month,
           nullif(sum(kind_quarter), 0) AS kind_quarter, nullif(sum(kind_year), 0) AS kind_year,
           nullif(sum(all_month), 0) AS all_month, nullif(sum(all_quarter), 0) AS all_quarter, nullif(sum(all_year),
           0) AS all_year, nullif(sum(taken_month), 0) AS taken_month, nullif(sum(taken_quarter), 0) AS taken_quarter,
           nullif(sum(taken_year), 0) AS taken_year, nullif(sum(claimants), 0) AS claimants,
           nullif(sum(claimants_received), 0) AS claimants_received, nullif(sum(days), 0) AS days, nullif(sum(timed),
           0) AS timed, nullif(sum(paused), 0) AS paused, nullif(sum(late), 0) AS late, nullif(sum(due), 0) AS due,
           nullif(sum(performed), 0) AS performed, nullif(sum(performed_part), 0) AS performed_part
    FROM stats.cell
    WHERE part = 'row'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'tally_year', court, dimension, date_trunc('year', month)::date, key, key2, channel, procedure, fast_track,
           nullif(sum(entered), 0) AS entered, nullif(sum(accepted), 0) AS accepted, nullif(sum(concluded), 0) AS
           concluded, nullif(sum(completed), 0) AS completed, nullif(sum(succeeded), 0) AS succeeded,
           nullif(sum(settled), 0) AS settled, nullif(sum(cancelled), 0) AS cancelled, nullif(sum(cancelled_held), 0)
           AS cancelled_held, nullif(sum(concluded_unheld), 0) AS concluded_unheld, nullif(sum(lapsed), 0) AS lapsed,
           nullif(sum(continued), 0) AS continued, nullif(sum(registered), 0) AS registered, nullif(sum(transferred),
           0) AS transferred, nullif(sum(converted), 0) AS converted, nullif(sum(judged), 0) AS judged,
           nullif(sum(mediated), 0) AS mediated, nullif(sum(withdrawn), 0) AS withdrawn, nullif(sum(deemed_withdrawn),
           0) AS deemed_withdrawn, nullif(sum(dismissed), 0) AS dismissed, nullif(sum(opened), 0) AS opened,
           nullif(sum(closed), 0) AS closed, nullif(sum(first_month), 0) AS first_month, nullif(sum(first_quarter), 0)
           AS first_quarter, nullif(sum(first_year), 0) AS first_year, nullif(sum(kind_month), 0) AS kind_month,
           nullif(sum(kind_quarter), 0) AS kind_quarter, nullif(sum(kind_year), 0) AS kind_year,
           nullif(sum(all_month), 0) AS all_month, nullif(sum(all_quarter), 0) AS all_quarter, nullif(sum(all_year),
           0) AS all_year, nullif(sum(taken_month), 0) AS taken_month, nullif(sum(taken_quarter), 0) AS taken_quarter,
           nullif(sum(taken_year), 0) AS taken_year, nullif(sum(claimants), 0) AS claimants,
           nullif(sum(claimants_received), 0) AS claimants_received, nullif(sum(days), 0) AS days, nullif(sum(timed),
           0) AS timed, nullif(sum(paused), 0) AS paused, nullif(sum(late), 0) AS late, nullif(sum(due), 0) AS due,
           nullif(sum(performed), 0) AS performed, nullif(sum(performed_part), 0) AS performed_part
    FROM tally
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
)
SELECT name, court, concat_ws(' ', dimension, month, key, nullif(key2, ''), channel, procedure, CASE WHEN fast_track THEN 'fast_track' END, e.figure),
       coalesce((d.was ->> e.figure)::bigint, 0), coalesce((d.should ->> e.figure)::bigint, 0)
FROM (SELECT name, court, dimension, month, key, key2, channel, procedure, fast_track, s.row AS was, c.row AS should
      FROM (SELECT name, court, dimension, month, key, key2, channel, procedure, fast_track, to_jsonb(s) AS row FROM stored s) s
      FULL JOIN (SELECT name, court, dimension, month, key, key2, channel, procedure, fast_track, to_jsonb(c) AS row FROM counted c) c
      USING (name, court, dimension, month, key, key2, channel, procedure, fast_track)
      WHERE s.row IS DISTINCT FROM c.row) d
CROSS JOIN LATERAL unnest('{entered, accepted, concluded, completed, succeeded, settled, cancelled, cancelled_held, concluded_unheld, lapsed, continued, registered, transferred, converted, judged, mediated, withdrawn, deemed_withdrawn, dismissed, opened, closed, first_month, first_quarter, first_year, kind_month, kind_quarter, kind_year, all_month, all_quarter, all_year, taken_month, taken_quarter, taken_year, claimants, claimants_received, days, timed, paused, late, due, performed, performed_part}'::text[]) AS e (figure)
WHERE coalesce((d.was ->> e.figure)::bigint, 0) <> coalesce((d.should ->> e.figure)::bigint, 0)
ORDER BY 1, 2, 3
LIMIT 100
