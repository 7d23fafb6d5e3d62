CREATE VIEW stats.overrule AS
SELECT court, extract(year FROM day)::int AS year, extract(month FROM day)::int AS month, rule,
       from_channel, from_procedure, from_fast_track, reason, objection,
       to_channel, to_procedure, to_fast_track,
       (from_channel, from_procedure, from_fast_track) IS DISTINCT FROM (to_channel, to_procedure, to_fast_track) AS overruled,
       count(*) AS n
FROM fenliu.clerk_decision
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
COMMENT ON VIEW stats.overrule IS
    '人工对分流决定的处理：一院一月，按原决定的规则（rule）、原去向、理由代码（reason，见docs/protocol.md）、现去向分组的次数（n）；overruled为真是变更，为假是经当事人异议后维持；objection为真表示由当事人异议引起；日期为作出人工决定之日，Asia/Shanghai。原话加密保存，不在此列。 What people decided upon decisions that stood, counted (n) by court, month (day of the clerk''s decision, Asia/Shanghai), the rule that made the decision, where that led, the code of the reason and where the clerk sends it. overruled: elsewhere than before; false: confirmed after an objection. objection: a party had objected. A clerk''s words stay sealed.';
