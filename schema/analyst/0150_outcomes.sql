-- How referrals ended, by outcome and reason.
CREATE VIEW stats.by_outcome AS
SELECT t.court, extract(year FROM t.month)::int AS year, extract(month FROM t.month)::int AS month, t.channel, t.procedure,
       t.fast_track, t.outcome, t.reason, o.zh, sum(t.n) AS n
FROM (SELECT court, month, channel, procedure, fast_track, outcome, reason, n FROM fenliu.tally_outcome
      UNION ALL
      SELECT court, month, channel, procedure, fast_track, key, key2, n FROM fenliu.tally_new_part WHERE part = 'outcome'
      UNION ALL
      SELECT b.court, b.month, b.channel, b.procedure, b.fast_track, b.key, b.key2, b.n
      FROM fenliu.fold_court f CROSS JOIN LATERAL stats.parts_before(f.court, f.xid, '9223372036854775807', '{outcome}') b) t
LEFT JOIN stats.outcome o ON o.channel = t.channel AND o.outcome = t.outcome
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(t.n) <> 0;
COMMENT ON VIEW stats.by_outcome IS
    '办结件次按渠道、程序、结案方式与原因（“-”为未填），一院一月；计数日为结果生效日，Asia/Shanghai。 Referrals concluded by channel, procedure, outcome and reason ("-": none), by court and month of the day the outcome took effect, Asia/Shanghai.';
