-- What analysts read: schema stats. Every figure is summed from the statistics ledger, whose rows were written in
-- the transactions of the events they count. What is counted, on which day and in which time zone stands in the
-- comment of each view, in Chinese and English. Applied again whenever a script of this folder changes.
DROP SCHEMA IF EXISTS stats CASCADE;
CREATE SCHEMA stats;
COMMENT ON SCHEMA stats IS
    '统计视图，供分析人员查询；口径见各视图注释。 Figures for analysts; each view''s comment says what is counted.';

-- The outcomes of the channels, as in adapters/: the program fills the table.
CREATE VIEW stats.outcome AS SELECT channel, outcome, counts, succeeded, zh FROM fenliu.channel_outcome;
COMMENT ON VIEW stats.outcome IS
    '各渠道的结案方式：counts=计入该渠道办结数，succeeded=计为成功。 The outcomes of each channel: counts = a completion of its series (converted and transferred are not), succeeded = a success.';

CREATE VIEW stats.cause AS SELECT list, code, name FROM fenliu.cause;
COMMENT ON VIEW stats.cause IS '案由表：版本、代码、名称。 Causes of action: list, code, name.';

-- One row per effect of an event, with every definition in one place; the views below only sum it.
CREATE VIEW stats.effect AS
SELECT l.court, l.day, extract(year FROM l.day)::int AS year, extract(month FROM l.day)::int AS month,
       l.channel, l.procedure, l.fast_track, l.outcome, l.reason, l.cause_list, l.cause, l.domain, l.street,
       l.body, l.mediator, l.recorded_at,
       CASE WHEN l.measure = 'entered' THEN l.n ELSE 0 END AS entered,
       CASE WHEN l.measure = 'accepted' THEN l.n ELSE 0 END AS accepted,
       CASE WHEN l.measure = CASE WHEN l.channel IN ('mediation', 'union') THEN 'accepted' ELSE 'entered' END
            THEN l.n ELSE 0 END AS received,
       CASE WHEN l.measure = 'concluded' THEN l.n ELSE 0 END AS concluded,
       CASE WHEN l.measure = 'concluded' AND o.counts THEN l.n ELSE 0 END AS completed,
       CASE WHEN l.measure = 'concluded' AND l.first THEN l.n ELSE 0 END AS disputes,
       CASE WHEN l.measure = 'concluded' AND o.succeeded THEN l.n ELSE 0 END AS succeeded,
       CASE WHEN l.measure = 'concluded' AND l.channel IN ('mediation', 'union') AND l.outcome = 'withdrawn'
                 AND l.reason = 'settled' THEN l.n ELSE 0 END AS settled,
       CASE WHEN l.measure = 'cancelled' THEN l.n ELSE 0 END AS cancelled,
       -- open: what came less what went; waiting: entered, with nobody who accepted it
       CASE l.measure WHEN 'entered' THEN l.n WHEN 'concluded' THEN -l.n WHEN 'cancelled' THEN -l.n ELSE 0 END
           AS opened,
       CASE l.measure WHEN 'entered' THEN l.n WHEN 'accepted' THEN -l.n
                      WHEN 'cancelled' THEN CASE WHEN l.mediator IS NULL THEN -l.n ELSE 0 END
                      WHEN 'concluded' THEN CASE WHEN l.mediator IS NULL THEN -l.n ELSE 0 END ELSE 0 END
           AS waiting, -- concluded by nobody: its period was over before anybody took it on
       CASE l.measure WHEN 'accepted' THEN l.n
                      WHEN 'concluded' THEN CASE WHEN l.mediator IS NULL THEN 0 ELSE -l.n END
                      WHEN 'cancelled' THEN CASE WHEN l.mediator IS NULL THEN 0 ELSE -l.n END ELSE 0 END
           AS held,
       CASE WHEN l.measure = 'concluded' THEN l.n * l.days ELSE 0 END AS days,
       -- the series of the annual report
       CASE WHEN l.measure = 'concluded' THEN
           CASE WHEN l.channel = 'mediation' THEN l.procedure
                WHEN l.channel = 'union' THEN 'union_mediation'
                WHEN l.channel = 'court' AND l.fast_track AND o.counts THEN 'fast_track'
                WHEN l.channel = 'court' AND l.fast_track THEN 'fast_track_' || l.outcome END END AS series,
       l.channel = 'court' AND l.procedure IN ('confirmation', 'payment_order') AS not_civil,
       l.measure = 'concluded' AND l.channel IN ('mediation', 'union') AS is_mediation,
       l.first, l.n
FROM fenliu.ledger l
LEFT JOIN stats.outcome o ON o.channel = l.channel AND o.outcome = l.outcome;
COMMENT ON VIEW stats.effect IS
    '统计明细：每一事件对计数的影响（更正为−1与＋1两行），日期为该事项生效之日，Asia/Shanghai时区；不含个人信息。 One row per effect of an event (a correction is −1 and +1); day is the day it took effect, Asia/Shanghai; no personal data.';

-- The headline figures of a period: one definition for the views, `fenliu stats` and the annual report.
CREATE TYPE stats.figures AS (
    pre_litigation_mediations bigint, pre_litigation_disputes bigint, entrusted_mediations bigint,
    people_mediations bigint, union_mediations bigint, all_mediations bigint, all_mediated_disputes bigint,
    mediations_succeeded bigint, mediations_settled bigint, fast_track_cases bigint, fast_track_disputes bigint,
    fast_track_not_civil bigint, fast_track_converted bigint, fast_track_transferred bigint, carried_over bigint,
    entered bigint, accepted bigint, received bigint, concluded bigint, succeeded bigint, disputes bigint,
    cancelled bigint, open_at_end bigint, not_yet_accepted bigint, mean_days_mediation numeric,
    mean_days_fast_track numeric);

CREATE FUNCTION stats.totals(court text, first_day date, last_day date, as_recorded_on timestamptz DEFAULT NULL)
RETURNS stats.figures LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'pre_filing_mediation'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'pre_filing_mediation' AND e.first), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'entrusted_mediation'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'people_mediation'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'union_mediation'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.is_mediation), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.is_mediation AND e.first), 0),
       coalesce(sum(e.succeeded) FILTER (WHERE p.now AND e.is_mediation), 0),
       coalesce(sum(e.settled) FILTER (WHERE p.now), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track' AND e.first), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track' AND e.not_civil), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track_converted'), 0),
       coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track_transferred'), 0),
       coalesce(sum(e.opened) FILTER (WHERE NOT p.now), 0),
       coalesce(sum(e.entered) FILTER (WHERE p.now), 0),
       coalesce(sum(e.accepted) FILTER (WHERE p.now), 0),
       coalesce(sum(e.received) FILTER (WHERE p.now), 0),
       coalesce(sum(e.concluded) FILTER (WHERE p.now), 0),
       coalesce(sum(e.succeeded) FILTER (WHERE p.now), 0),
       coalesce(sum(e.disputes) FILTER (WHERE p.now), 0),
       coalesce(sum(e.cancelled) FILTER (WHERE p.now), 0),
       coalesce(sum(e.opened), 0),
       coalesce(sum(e.waiting), 0),
       round(sum(e.days) FILTER (WHERE p.now AND e.is_mediation)::numeric
             / nullif(sum(e.n) FILTER (WHERE p.now AND e.is_mediation), 0), 1),
       round(sum(e.days) FILTER (WHERE p.now AND e.series = 'fast_track')::numeric
             / nullif(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track'), 0), 1)
FROM stats.effect e
CROSS JOIN LATERAL (SELECT e.day >= $2 AS now) p
WHERE e.court = $1 AND e.day <= $3 AND ($4 IS NULL OR e.recorded_at <= $4)
$$;
COMMENT ON FUNCTION stats.totals(text, date, date, timestamptz) IS
'一院一时段（首日至末日，含两端，Asia/Shanghai）的总计，单位：件次（referral）；disputes类为纠纷件数（同一纠纷同一渠道同一程序只计首次）。
诉前调解（pre_litigation_mediations）：法院委派的诉前调解（pre_filing_mediation）在时段内办结的全部件次，不论结果，按结果生效日计；工会调解、基层调解劳动争议另列，三者与先行调解之和为all_mediations。2025年起延续为先行调解（entrusted_mediations）。
速裁（fast_track_cases）：法院速裁案件以判决、调解、撤诉、驳回、确认（含驳回确认申请）办结者；其中司法确认、支付令另列（fast_track_not_civil，不属民事案件数）；转换程序、移送者不计入，另列。
旧存（carried_over）：首日之前已进入而未结未撤者。收案（received）：调解以调解员接受日计，其他以进入日计。as_recorded_on：只计该时刻以前记录的事项，即当时所知的数字。
Totals of one court over first_day … last_day, both included, Asia/Shanghai, in referrals; columns named disputes count a dispute once, on its first such referral. Counting date: the day the outcome took effect. Pre-litigation mediations: court-delegated mediation before filing, concluded in the period, any outcome. Fast track: court referrals on the fast track concluded by judgment, mediation, withdrawal, dismissal or confirmation (granted or refused); confirmations and payment orders also in fast_track_not_civil; converted and transferred stand beside it and are not in it. carried_over: open before first_day. as_recorded_on: the figures as known at that moment.';

CREATE VIEW stats.annual AS
SELECT y.court, y.year, t.*
FROM (SELECT DISTINCT court, extract(year FROM day)::int AS year FROM fenliu.ledger) y
CROSS JOIN LATERAL stats.totals(y.court, make_date(y.year, 1, 1), make_date(y.year, 12, 31)) t;
COMMENT ON VIEW stats.annual IS
    '年度总计，一院一年一行；口径同函数stats.totals。 Totals by court and calendar year (Asia/Shanghai); defined as in stats.totals. WHERE court = … AND year = … is answered for that year alone.';

CREATE VIEW stats.monthly AS
SELECT m.court, extract(year FROM m.start)::int AS year, extract(month FROM m.start)::int AS month, t.*
FROM (SELECT DISTINCT court, date_trunc('month', day)::date AS start FROM fenliu.ledger) m
CROSS JOIN LATERAL stats.totals(m.court, m.start, (m.start + interval '1 month')::date - 1) t;
COMMENT ON VIEW stats.monthly IS
    '月度总计，一院一月一行；口径同函数stats.totals。 Totals by court and calendar month (Asia/Shanghai); defined as in stats.totals.';

-- A period split by one dimension.
CREATE TYPE stats.part AS (
    key text, name text, carried_over bigint, entered bigint, accepted bigint, received bigint, concluded bigint,
    completed bigint, succeeded bigint, settled bigint, disputes bigint, cancelled bigint, pre_litigation_mediations bigint,
    fast_track_cases bigint, mean_days numeric, success_of_received numeric, success_of_concluded numeric);

CREATE FUNCTION stats.split(court text, first_day date, last_day date, dimension text)
RETURNS SETOF stats.part LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT s.key, s.name, s.carried_over, s.entered, s.accepted, s.received, s.concluded, s.completed, s.succeeded,
       s.settled, s.disputes, s.cancelled, s.pre_filing, s.fast, s.mean_days,
       round(s.succeeded::numeric / nullif(s.received, 0), 4), round(s.succeeded::numeric / nullif(s.concluded, 0), 4)
FROM (
    SELECT k.key,
           CASE $4 WHEN 'cause' THEN (SELECT c.name FROM stats.cause c
                                      WHERE c.list = split_part(k.key, ' ', 1) AND c.code = split_part(k.key, ' ', 2))
           END AS name,
           coalesce(sum(CASE $4 WHEN 'mediator' THEN e.held ELSE e.opened END) FILTER (WHERE NOT p.now), 0) AS carried_over,
           coalesce(sum(e.entered) FILTER (WHERE p.now), 0) AS entered,
           coalesce(sum(e.accepted) FILTER (WHERE p.now), 0) AS accepted,
           coalesce(sum(e.received) FILTER (WHERE p.now), 0) AS received,
           coalesce(sum(e.concluded) FILTER (WHERE p.now), 0) AS concluded,
           coalesce(sum(e.completed) FILTER (WHERE p.now), 0) AS completed,
           coalesce(sum(e.succeeded) FILTER (WHERE p.now), 0) AS succeeded,
           coalesce(sum(e.settled) FILTER (WHERE p.now), 0) AS settled,
           coalesce(sum(e.disputes) FILTER (WHERE p.now), 0) AS disputes,
           coalesce(sum(e.cancelled) FILTER (WHERE p.now), 0) AS cancelled,
           coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'pre_filing_mediation'), 0) AS pre_filing,
           coalesce(sum(e.n) FILTER (WHERE p.now AND e.series = 'fast_track'), 0) AS fast,
           round(sum(e.days) FILTER (WHERE p.now)::numeric / nullif(sum(e.concluded) FILTER (WHERE p.now), 0), 1)
               AS mean_days
    FROM stats.effect e
    CROSS JOIN LATERAL (SELECT e.day >= $2 AS now) p
    CROSS JOIN LATERAL (
        SELECT CASE $4
               WHEN 'channel' THEN e.channel || ' ' || e.procedure || CASE WHEN e.fast_track THEN ' fast_track' ELSE '' END
               WHEN 'cause' THEN coalesce(e.cause_list || ' ' || e.cause, '-')
               WHEN 'street' THEN coalesce(e.street, '-')
               WHEN 'mediator' THEN e.mediator
               WHEN 'domain' THEN coalesce(e.domain, '-') END AS key) k
    WHERE e.court = $1 AND e.day <= $3 AND k.key IS NOT NULL
    GROUP BY k.key
) s
WHERE s.carried_over <> 0 OR s.entered <> 0 OR s.accepted <> 0 OR s.concluded <> 0 OR s.cancelled <> 0
ORDER BY s.key
$$;
COMMENT ON FUNCTION stats.split(text, date, date, text) IS
    '时段总计按一个维度（channel渠道与程序、cause案由、street街道、mediator调解员、domain领域）拆分；口径同stats.totals；按调解员时旧存为其已接受未结件数，成功率分母见列名。 The totals of a period split by one dimension; definitions as in stats.totals. By mediator, carried_over is what the mediator had accepted and not concluded. success_of_received = succeeded ÷ received (as courts publish it; may mix cohorts), success_of_concluded = succeeded ÷ concluded.';

CREATE VIEW stats.by_channel AS
SELECT y.court, y.year, p.*
FROM (SELECT DISTINCT court, extract(year FROM day)::int AS year FROM fenliu.ledger) y
CROSS JOIN LATERAL stats.split(y.court, make_date(y.year, 1, 1), make_date(y.year, 12, 31), 'channel') p;
COMMENT ON VIEW stats.by_channel IS
    '年度总计按渠道与程序拆分；口径同stats.totals与stats.split，日期为结果生效日，Asia/Shanghai。 Yearly totals by channel, procedure and fast track; defined as in stats.totals and stats.split, counted on the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.by_cause AS
SELECT y.court, y.year, p.*
FROM (SELECT DISTINCT court, extract(year FROM day)::int AS year FROM fenliu.ledger) y
CROSS JOIN LATERAL stats.split(y.court, make_date(y.year, 1, 1), make_date(y.year, 12, 31), 'cause') p;
COMMENT ON VIEW stats.by_cause IS
    '年度总计按案由拆分；口径同stats.totals与stats.split，日期为结果生效日，Asia/Shanghai。 Yearly totals by cause (案由): list and code; defined as in stats.totals and stats.split, counted on the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.by_street AS
SELECT y.court, y.year, p.*
FROM (SELECT DISTINCT court, extract(year FROM day)::int AS year FROM fenliu.ledger) y
CROSS JOIN LATERAL stats.split(y.court, make_date(y.year, 1, 1), make_date(y.year, 12, 31), 'street') p;
COMMENT ON VIEW stats.by_street IS
    '年度总计按街道拆分；口径同stats.totals与stats.split，日期为结果生效日，Asia/Shanghai。 Yearly totals by street; defined as in stats.totals and stats.split, counted on the day the outcome took effect, Asia/Shanghai.';

CREATE VIEW stats.by_mediator AS
SELECT y.court, y.year, p.*
FROM (SELECT DISTINCT court, extract(year FROM day)::int AS year FROM fenliu.ledger) y
CROSS JOIN LATERAL stats.split(y.court, make_date(y.year, 1, 1), make_date(y.year, 12, 31), 'mediator') p;
COMMENT ON VIEW stats.by_mediator IS
    '年度总计按调解员、承办人拆分；口径同stats.totals与stats.split，日期为结果生效日，Asia/Shanghai。 Yearly totals by mediator or clerk; defined as in stats.totals and stats.split, counted on the day the outcome took effect, Asia/Shanghai.';
