-- The quarterly assessment of streets and bodies: figures, and the place among those of the court.
CREATE VIEW stats.assessment AS
SELECT a.court, a.year, a.quarter, a.kind, a.key, a.mediations_accepted, a.all_mediations, a.mediations_succeeded,
       stats.percent(a.mediations_succeeded, a.mediations_accepted) AS success_rate_of_accepted, a.concluded, a.late,
       stats.percent(a.late, a.concluded) AS late_share_of_concluded, a.mean_days, a.open_at_end,
       rank() OVER (PARTITION BY a.court, a.year, a.quarter, a.kind
                    ORDER BY stats.percent(a.mediations_succeeded, a.mediations_accepted) DESC NULLS LAST,
                             stats.percent(a.late, a.concluded) NULLS LAST, a.mean_days NULLS LAST) AS place
FROM (SELECT 'street' AS kind, court, year, quarter, key, mediations_accepted, all_mediations, mediations_succeeded, concluded,
             late, mean_days, open_at_end FROM stats.by_street_quarterly WHERE key <> '-'
      UNION ALL
      SELECT 'body', court, year, quarter, key, mediations_accepted, all_mediations, mediations_succeeded, concluded,
             late, mean_days, carried_over_held + accepted - concluded FROM stats.by_body_quarterly WHERE key <> '-') a;
COMMENT ON VIEW stats.assessment IS
    '季度考核：街道（street）与机构（body）的接受、办结、成功、逾期、天数，及其在本院同类中的位次（先成功率，次逾期比，再平均天数）；计数日为结果生效日，Asia/Shanghai。 The quarterly assessment of streets and bodies, with their place within the court (by success, then share of late ones, then mean days); by the day the outcome took effect, Asia/Shanghai.';
