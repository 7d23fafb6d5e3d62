-- A figure of a cause at any level is that of its subtree; causes of an earlier list count under the one that stands for
-- them now. Written by the activation of a policy, as the causes are.
CREATE TABLE cause_tree (
    list    text NOT NULL,
    code    text NOT NULL,
    in_list text NOT NULL,
    in_code text NOT NULL,
    level   int  NOT NULL,
    name    text NOT NULL,
    PRIMARY KEY (list, code, in_list, in_code)
);
COMMENT ON TABLE cause_tree IS 'each cause (list, code) below every cause of every list (in_list, in_code) that it belongs to; no row in a list where nothing or more than one stands for it';
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        GRANT SELECT ON cause_tree TO fenliu_stats;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE INSERT, UPDATE, DELETE ON cause_tree FROM fenliu_engine;
    END IF;
END
$$;
-- for the policy that is active already
WITH RECURSIVE pairs AS (
    SELECT cell[1] AS list_from, cell[2] AS code_from, cell[3] AS list_to, cell[4] AS code_to
    FROM policy_file AS pack
    JOIN policy_file AS file ON file.hash = pack.hash
         AND file.path = convert_from(pack.data, 'UTF8')::jsonb ->> 'crosswalk'
    CROSS JOIN LATERAL string_to_table(replace(convert_from(file.data, 'UTF8'), E'\r', ''), E'\n') WITH ORDINALITY AS lines (line, n)
    CROSS JOIN LATERAL (SELECT string_to_array(line, E'\t') AS cell) AS cells
    WHERE pack.hash = (SELECT hash FROM policy_active) AND pack.path = 'pack.json' AND n > 1 AND line <> '' AND left(line, 1) <> '#'
), both_ways AS (
    SELECT list_from, code_from, list_to, code_to FROM pairs
    UNION SELECT list_to, code_to, list_from, code_from FROM pairs
), same AS (
    SELECT list, code, list AS in_list, code AS in_code FROM cause
    UNION ALL
    SELECT list_from, code_from, list_to, min(code_to) FROM both_ways GROUP BY 1, 2, 3 HAVING count(*) = 1
), up AS (
    SELECT list, code, in_list, in_code FROM same
    UNION
    SELECT up.list, up.code, up.in_list, c.parent
    FROM up JOIN cause c ON c.list = up.in_list AND c.code = up.in_code
    WHERE c.parent IS NOT NULL
)
INSERT INTO cause_tree (list, code, in_list, in_code, level, name)
SELECT up.list, up.code, up.in_list, up.in_code, c.level, c.name
FROM up JOIN cause c ON c.list = up.in_list AND c.code = up.in_code;

-- Sets of indicators (案件质量管理指标) have a version and dates, like the law. What is not confirmed by a source is marked;
-- a district puts it right here.
CREATE TABLE indicator_set (
    indicator_set text PRIMARY KEY,
    from_on       date NOT NULL,
    to_on         date,
    members       int  NOT NULL,
    title         text NOT NULL,
    confirmed     boolean NOT NULL
);
COMMENT ON TABLE indicator_set IS 'members: how many indicators the set has, as published; indicator lists those that are known';
CREATE TABLE indicator (
    indicator_set text NOT NULL REFERENCES indicator_set,
    name          text NOT NULL,
    figure        text NOT NULL, -- a column of stats.rates and its like
    confirmed     boolean NOT NULL,
    PRIMARY KEY (indicator_set, name)
);
INSERT INTO indicator_set VALUES
    ('2024-01', '2024-01-01', '2024-08-31', 26, '人民法院案件质量管理指标体系（26项）', true),
    ('2024-09', '2024-09-01', NULL, 18, '人民法院案件质量管理指标体系（调整为18项）', true);
-- Which indicators each set has was not found in a source: those that can be counted here, unconfirmed.
INSERT INTO indicator
SELECT s, n, f, false
FROM unnest('{2024-01, 2024-09}'::text[]) s,
     (VALUES ('诉前调解成功率', 'pre_litigation_success_rate_of_accepted'), ('诉前分流率', 'diversion_share'),
             ('结案率', 'closing_rate'), ('调撤率', 'mediated_or_withdrawn_rate'), ('小额诉讼适用率', 'small_claims_share'),
             ('简易程序适用率', 'summary_share'), ('自动履行率', 'voluntary_performance_rate'), ('结收比', 'clearance_rate')) i (n, f);
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        GRANT SELECT ON indicator_set, indicator TO fenliu_stats;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE INSERT, UPDATE, DELETE ON indicator_set, indicator FROM fenliu_engine;
    END IF;
END
$$;
