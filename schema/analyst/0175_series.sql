-- The old series (诉前调解, until 2024-12-31) and the new one (先行调解, from 2025-01-01) side by side, marked, and joined.
CREATE VIEW stats.mediation_series AS
SELECT m.court, m.year, m.month, s.series, s.mark, s.accepted, s.concluded, s.succeeded,
       stats.percent(s.succeeded, s.accepted) AS success_rate_of_accepted
FROM stats.monthly m
CROSS JOIN LATERAL (
    VALUES ('pre_filing_mediation', '旧系列：诉前调解（立案前委派，至2024年） old series: before filing, to 2024',
            m.pre_litigation_accepted, m.pre_litigation_mediations, m.pre_litigation_succeeded),
           ('entrusted_mediation', '新系列：先行调解（立案后委托，2025年起） new series: after filing, from 2025',
            m.entrusted_accepted, m.entrusted_mediations, m.entrusted_succeeded)) s (series, mark, accepted, concluded, succeeded)
WHERE s.accepted <> 0 OR s.concluded <> 0;
COMMENT ON VIEW stats.mediation_series IS
    '法院委派、委托调解的新旧两个系列并列，各自标明（mark）；一院一月一系列；接受按接受日、办结按结果生效日，Asia/Shanghai。 The two series of court-referred mediation side by side, each marked; by court, month and series; accepted by the day of acceptance, concluded by the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.mediation_series_joined AS
SELECT court, year, month, sum(accepted)::bigint AS accepted, sum(concluded)::bigint AS concluded, sum(succeeded)::bigint AS succeeded,
       coalesce(sum(concluded) FILTER (WHERE series = 'pre_filing_mediation'), 0)::bigint AS old_concluded,
       coalesce(sum(concluded) FILTER (WHERE series = 'entrusted_mediation'), 0)::bigint AS new_concluded,
       stats.percent(sum(succeeded), sum(accepted)) AS success_rate_of_accepted,
       string_agg(mark, '；' ORDER BY series DESC) AS mark
FROM stats.mediation_series
GROUP BY 1, 2, 3;
COMMENT ON VIEW stats.mediation_series_joined IS
    '新旧系列接续为一：诉前调解与先行调解之和，其中旧（old_concluded）、新（new_concluded）分列并标明；2025年起两者口径不同（立案前、立案后），接续使用须注明；计数日Asia/Shanghai。 The two series joined into one, the parts shown and marked; from 2025 mediation comes after filing, so a joined figure needs that note; counting dates in Asia/Shanghai.';
