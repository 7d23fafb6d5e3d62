-- How referrals ended, by outcome and reason.
CREATE VIEW stats.by_outcome AS
SELECT t.court, extract(year FROM t.month)::int AS year, extract(month FROM t.month)::int AS month, t.channel, t.procedure,
       t.fast_track, t.outcome, t.reason, o.zh, sum(t.n) AS n
FROM (SELECT court, month, channel, procedure, fast_track, outcome, reason, n FROM fenliu.tally_outcome
      UNION ALL
      SELECT court, date_trunc('month', day)::date, channel, procedure, fast_track, outcome, coalesce(reason, '-'), n
      FROM stats.effect WHERE measure = 'concluded' AND xid >= (SELECT xid FROM stats.fold)) t
LEFT JOIN stats.outcome o ON o.channel = t.channel AND o.outcome = t.outcome
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(t.n) <> 0;
COMMENT ON VIEW stats.by_outcome IS
    '办结件次按渠道、程序、结案方式与原因（“-”为未填），一院一月；计数日为结果生效日，Asia/Shanghai。 Referrals concluded by channel, procedure, outcome and reason ("-": none), by court and month of the day the outcome took effect, Asia/Shanghai.';
