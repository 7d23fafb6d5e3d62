-- Causes at every level of every list: what is counted under a cause is its whole subtree.
CREATE VIEW stats.cause_tree AS SELECT list, code, in_list, in_code, level, name FROM fenliu.cause_tree;
COMMENT ON VIEW stats.cause_tree IS
    '案由与其各级上位案由：本版本内，及经新旧对照在其他版本内（无对应或对应不唯一者无此行）；与时区无关（计数日Asia/Shanghai）。 Each cause under every cause above it, in its own list and, by the crosswalk, in the others (no row where nothing or more than one stands for it).';

CREATE VIEW stats.by_cause_level AS
SELECT c.court, c.year, t.in_list, t.in_code, t.level, t.name, sum(c.carried_over)::bigint AS carried_over,
       sum(c.entered)::bigint AS entered, sum(c.accepted)::bigint AS accepted, sum(c.received)::bigint AS received,
       sum(c.concluded)::bigint AS concluded, sum(c.completed)::bigint AS completed, sum(c.succeeded)::bigint AS succeeded,
       sum(c.pre_litigation_mediations)::bigint AS pre_litigation_mediations, sum(c.entrusted_mediations)::bigint AS entrusted_mediations,
       sum(c.fast_track_cases)::bigint AS fast_track_cases, sum(c.claimants)::bigint AS claimants,
       round(sum(c.days)::numeric / nullif(sum(c.timed), 0), 1) AS mean_days
FROM stats.by_cause c
JOIN stats.cause_tree t ON t.list = split_part(c.key, ' ', 1) AND t.code = split_part(c.key, ' ', 2)
GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW stats.by_cause_level IS
    '年度总计按任一级案由（含其全部下级），任选案由版本（in_list），旧版案由经对照计入；口径同stats.totals，计数日为结果生效日，Asia/Shanghai。 Yearly totals by cause at any level, its whole subtree included, in either list (in_list), causes of another list by the crosswalk; defined as in stats.totals, by the day the outcome took effect, Asia/Shanghai.';

-- The sets of indicators with their dates, and their value for a court and year.
CREATE VIEW stats.indicator_set AS
SELECT s.indicator_set, s.from_on, s.to_on, s.members, s.title, s.confirmed,
       (SELECT count(*) FROM fenliu.indicator i WHERE i.indicator_set = s.indicator_set) AS known
FROM fenliu.indicator_set s;
COMMENT ON VIEW stats.indicator_set IS
    '指标体系的版本与施行日期（Asia/Shanghai）；members为公布的项数，known为此处列出的项数，未经出处核实者confirmed为假。 The sets of indicators with the dates they are in force (Asia/Shanghai); members: as published, known: listed here; confirmed is false where no source was found.';

CREATE VIEW stats.indicators AS
SELECT s.indicator_set, s.from_on, s.to_on, r.court, r.year, r.quarter, i.name, i.confirmed, i.figure,
       (to_jsonb(r) ->> i.figure)::numeric AS value
FROM stats.rates_quarterly r
JOIN fenliu.indicator_set s ON make_date(r.year, 3 * r.quarter, 1) >= s.from_on
                           AND (s.to_on IS NULL OR make_date(r.year, 3 * r.quarter, 1) <= s.to_on)
JOIN fenliu.indicator i ON i.indicator_set = s.indicator_set;
COMMENT ON VIEW stats.indicators IS
    '各季度按当时施行的指标体系列出的指标值（百分比）；季度以其末月判断适用版本；计数日为结果生效日，Asia/Shanghai。 The indicators of each quarter by the set in force in its last month, in percent; by the day the outcome took effect, Asia/Shanghai.';
