-- What is open, how old it is, and what of it is past its day.
CREATE VIEW stats.today AS
SELECT (coalesce((SELECT value::timestamptz FROM fenliu.setting WHERE name = 'manual_now'), now())
        AT TIME ZONE 'Asia/Shanghai')::date AS day;
COMMENT ON VIEW stats.today IS
    '计量日：今天（Asia/Shanghai）；合成数据库为其手动时钟之日。 The measuring date: today, Asia/Shanghai; in a synthetic database the day of its clock.';

CREATE VIEW stats.age_pending AS
SELECT o.court, o.channel, o.procedure, o.fast_track, sum(o.n)::bigint AS open,
       coalesce(sum(o.n) FILTER (WHERE o.age <= 30), 0)::bigint AS to_30_days,
       coalesce(sum(o.n) FILTER (WHERE o.age BETWEEN 31 AND 60), 0)::bigint AS to_60_days,
       coalesce(sum(o.n) FILTER (WHERE o.age BETWEEN 61 AND 90), 0)::bigint AS to_90_days,
       coalesce(sum(o.n) FILTER (WHERE o.age BETWEEN 91 AND 180), 0)::bigint AS to_180_days,
       coalesce(sum(o.n) FILTER (WHERE o.age > 180), 0)::bigint AS over_180_days,
       round(sum(o.n * o.age)::numeric / nullif(sum(o.n), 0), 1) AS mean_age, min(o.entered_on) AS oldest_entered_on
FROM (SELECT t.court, t.channel, t.procedure, t.fast_track, t.entered_on, sum(t.n) AS n,
             (SELECT day FROM stats.today) - t.entered_on AS age
      FROM (SELECT court, channel, procedure, fast_track, entered_on, n FROM fenliu.tally_open
            UNION ALL
            SELECT court, channel, procedure, fast_track, month, n FROM fenliu.tally_new_part WHERE part = 'open'
            UNION ALL
            SELECT b.court, b.channel, b.procedure, b.fast_track, b.month, b.n
            FROM fenliu.fold_court f CROSS JOIN LATERAL stats.parts_before(f.court, f.xid, '9223372036854775807', '{open}') b) t
      GROUP BY 1, 2, 3, 4, 5
      HAVING sum(t.n) <> 0) o
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW stats.age_pending IS
    '未结件次的存案时间（CourTools：age of active pending caseload）：自进入日至今天（stats.today）的日历天数分段，Asia/Shanghai。 Age of pending (CourTools): open referrals by calendar days from entry to today (stats.today), Asia/Shanghai.';

CREATE FUNCTION stats.age_pending_on(court text, on_day date)
RETURNS TABLE (channel text, procedure text, fast_track boolean, entered_on date, age int, n bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT e.channel, e.procedure, e.fast_track, e.entered_on, $2 - e.entered_on,
       sum(CASE WHEN e.measure = 'entered' THEN e.n ELSE -e.n END)
FROM stats.effect e
WHERE e.court = $1 AND e.day <= $2 AND e.measure IN ('entered', 'concluded', 'cancelled')
GROUP BY 1, 2, 3, 4
HAVING sum(CASE WHEN e.measure = 'entered' THEN e.n ELSE -e.n END) <> 0
$$;
COMMENT ON FUNCTION stats.age_pending_on(text, date) IS
    '某日终了时的未结件次及其存案天数，Asia/Shanghai；由台账逐行计算。 What was open at the end of a day, and its age in calendar days, Asia/Shanghai; counted row by row from the ledger.';

CREATE VIEW stats.overdue AS
SELECT r.court, r.channel, r.procedure, r.fast_track, count(*) AS open_accepted,
       count(*) FILTER (WHERE r.due_on < t.day) AS open_overdue,
       count(*) FILTER (WHERE r.due_on BETWEEN t.day AND t.day + 3) AS due_in_3_days,
       min(r.due_on) AS earliest_due_on
FROM fenliu.referral r
CROSS JOIN stats.today t
WHERE r.state IN ('accepted', 'paused')
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW stats.overdue IS
    '已接受而未结的件次中已逾期者及三日内到期者，以今天（stats.today）计，Asia/Shanghai；逾期办结见各视图的late列。 Of the referrals accepted and still open: past their last day, and due within three days, as of today (stats.today), Asia/Shanghai; what was concluded late stands in the column late of the other views.';
