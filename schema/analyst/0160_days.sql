-- How long it took: mean, median, 90th percentile, from the number of completions per number of days.
CREATE VIEW stats.days_counted AS
SELECT t.court, t.month AS day, x.series, t.days, t.n
FROM (SELECT court, month, channel, procedure, fast_track, days, n FROM fenliu.tally_days
      UNION ALL
      SELECT court, month, channel, procedure, fast_track, key::int, n FROM fenliu.tally_new_part WHERE part = 'days'
      UNION ALL
      SELECT b.court, b.month, b.channel, b.procedure, b.fast_track, b.key::int, b.n
      FROM fenliu.fold_court f CROSS JOIN LATERAL stats.parts_before(f.court, f.xid, '9223372036854775807', '{days}') b) t
CROSS JOIN LATERAL (
    SELECT t.procedure AS series
    UNION ALL SELECT 'mediation' WHERE t.channel IN ('mediation', 'union')
    UNION ALL SELECT 'fast_track' WHERE t.channel = 'court' AND t.fast_track
    UNION ALL SELECT 'court' WHERE t.channel = 'court') x;
COMMENT ON VIEW stats.days_counted IS
    '按天数分布的办结件次，一院一月一系列（程序；mediation全部调解，fast_track速裁，court法院）；计数日为结果生效日，Asia/Shanghai。 Completions by number of days, per court, month and series (a procedure; mediation: all; fast_track; court), by the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.days_quarterly AS
SELECT s.court, s.year, s.quarter, s.series, max(s.total)::bigint AS timed,
       round(sum(s.days * s.n)::numeric / max(s.total), 2) AS mean_days,
       round((min(s.days) FILTER (WHERE 2 * s.upto >= s.total) + min(s.days) FILTER (WHERE 2 * s.upto > s.total)) / 2.0, 1) AS median_days,
       min(s.days) FILTER (WHERE 10 * s.upto >= 9 * s.total) AS p90_days
FROM (SELECT h.*, sum(h.n) OVER (PARTITION BY h.court, h.year, h.quarter, h.series ORDER BY h.days) AS upto,
             sum(h.n) OVER (PARTITION BY h.court, h.year, h.quarter, h.series) AS total
      FROM (SELECT court, extract(year FROM day)::int AS year, extract(quarter FROM day)::int AS quarter, series, days, sum(n) AS n
            FROM stats.days_counted GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0) h) s
WHERE s.total > 0
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW stats.days_quarterly IS
    '办结天数，季度：平均、中位、第90百分位；调解、仲裁自接受日，法院自进入日，鉴定等除外；计数日为结果生效日，Asia/Shanghai。 Days to completion by quarter: mean, median, 90th percentile; from acceptance (mediation, arbitration) or entry (court), appraisal excluded; by the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.days AS
SELECT s.court, s.year, s.series, max(s.total)::bigint AS timed,
       round(sum(s.days * s.n)::numeric / max(s.total), 2) AS mean_days,
       round((min(s.days) FILTER (WHERE 2 * s.upto >= s.total) + min(s.days) FILTER (WHERE 2 * s.upto > s.total)) / 2.0, 1) AS median_days,
       min(s.days) FILTER (WHERE 10 * s.upto >= 9 * s.total) AS p90_days
FROM (SELECT h.*, sum(h.n) OVER (PARTITION BY h.court, h.year, h.series ORDER BY h.days) AS upto,
             sum(h.n) OVER (PARTITION BY h.court, h.year, h.series) AS total
      FROM (SELECT court, extract(year FROM day)::int AS year, series, days, sum(n) AS n
            FROM stats.days_counted GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0) h) s
WHERE s.total > 0
GROUP BY 1, 2, 3;
COMMENT ON VIEW stats.days IS
    '办结天数，年度：平均、中位、第90百分位；口径同stats.days_quarterly；计数日为结果生效日，Asia/Shanghai。 Days to completion by year: mean, median, 90th percentile; as in stats.days_quarterly; by the day the outcome took effect, Asia/Shanghai.';

-- Of what was accepted in a month: what became of it since. The rate mixes no cohorts.
CREATE VIEW stats.cohort AS
SELECT t.court, extract(year FROM t.month)::int AS year, extract(month FROM t.month)::int AS month, t.channel, t.procedure,
       sum(t.accepted)::bigint AS accepted, sum(t.concluded)::bigint AS concluded, sum(t.succeeded)::bigint AS succeeded,
       round(100 * sum(t.succeeded)::numeric / nullif(sum(t.accepted), 0), 2) AS cohort_success_of_accepted
FROM (SELECT court, month, channel, procedure, 0 AS accepted, concluded, succeeded FROM fenliu.tally_cohort
      UNION ALL
      SELECT court, month, channel, procedure, 0, n, succeeded FROM fenliu.tally_new_part WHERE part = 'cohort'
      UNION ALL
      SELECT b.court, b.month, b.channel, b.procedure, 0, b.n, b.succeeded
      FROM fenliu.fold_court f CROSS JOIN LATERAL stats.parts_before(f.court, f.xid, '9223372036854775807', '{cohort}') b
      UNION ALL
      SELECT court, date_trunc('month', day)::date, channel, procedure, coalesce(accepted, 0), 0, 0
      FROM stats.months_all
      WHERE is_mediation AND accepted <> 0) t
GROUP BY 1, 2, 3, 4, 5
HAVING sum(t.accepted) <> 0 OR sum(t.concluded) <> 0;
COMMENT ON VIEW stats.cohort IS
    '同期（队列）成功率：某月接受的调解至今办结、成功多少，成功÷该月接受；按接受日所在月，Asia/Shanghai。 Cohort success: of the mediations accepted in a month, how many were concluded and succeeded since; succeeded ÷ accepted of that month; by the day of acceptance, Asia/Shanghai.';
