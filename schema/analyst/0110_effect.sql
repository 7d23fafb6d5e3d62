-- One row per effect of an event on the counts, with every definition in one place: the roll-ups are sums of the cells
-- below, and so is every figure. A cell is null where the row does not count. The same text is asked of the ledger
-- (stats.effect) and of what a statement has just put there (0115).
CREATE FUNCTION stats.effects_of(rows text) RETURNS text LANGUAGE sql IMMUTABLE AS $do$
SELECT $$SELECT l.court, l.day, extract(year FROM l.day)::int AS year, extract(month FROM l.day)::int AS month, l.measure, l.n,
       l.channel, l.procedure, l.fast_track, l.outcome, l.reason, l.cause_list, l.cause, l.domain, l.street, l.community,
       l.body, l.mediator, l.dispute_id, l.referral_id, l.event_id, l.recorded_at, l.xid, l.entered_on, l.accepted_on,
       k.is_mediation,
       -- referrals
       CASE WHEN l.measure = 'entered' THEN l.n END AS entered,
       CASE WHEN l.measure = 'accepted' THEN l.n END AS accepted,
       CASE WHEN k.concluded THEN l.n END AS concluded,
       CASE WHEN k.completed THEN l.n END AS completed,
       CASE WHEN k.completed AND (o.succeeded OR k.settled) THEN l.n END AS succeeded,
       CASE WHEN k.settled THEN l.n END AS settled,
       CASE WHEN l.measure = 'cancelled' THEN l.n END AS cancelled,
       CASE WHEN l.measure = 'cancelled' AND l.accepted_on IS NOT NULL THEN l.n END AS cancelled_held,
       CASE WHEN k.concluded AND l.accepted_on IS NULL THEN l.n END AS concluded_unheld,
       CASE WHEN l.measure = 'lapsed' THEN l.n END AS lapsed,
       CASE WHEN l.measure = 'entered' AND l.continues THEN l.n END AS continued,
       CASE WHEN l.measure = 'entered' AND l.registered AND NOT l.continues THEN l.n END AS registered,
       CASE WHEN k.concluded AND l.outcome = 'transferred' THEN l.n END AS transferred,
       CASE WHEN k.concluded AND l.outcome = 'converted' THEN l.n END AS converted,
       -- how the court ended it
       CASE WHEN k.completed AND l.channel = 'court' AND l.outcome = 'judgment' THEN l.n END AS judged,
       CASE WHEN k.completed AND l.channel = 'court' AND l.outcome = 'mediated' THEN l.n END AS mediated,
       CASE WHEN k.completed AND l.channel = 'court' AND l.outcome = 'withdrawn' THEN l.n END AS withdrawn,
       CASE WHEN k.completed AND l.channel = 'court' AND l.outcome = 'withdrawn' AND l.reason = 'deemed' THEN l.n END
           AS deemed_withdrawn,
       CASE WHEN k.completed AND l.channel = 'court' AND l.outcome = 'dismissed' THEN l.n END AS dismissed,
       -- disputes
       CASE WHEN l.measure = 'entered' AND l.opens THEN l.n END AS opened,
       CASE WHEN l.measure = 'closed' THEN l.n END AS closed,
       CASE WHEN k.completed AND l.first_here >= 1 THEN l.n END AS first_month,
       CASE WHEN k.completed AND l.first_here >= 2 THEN l.n END AS first_quarter,
       CASE WHEN k.completed AND l.first_here >= 3 THEN l.n END AS first_year,
       CASE WHEN k.completed AND l.first_kind >= 1 THEN l.n END AS kind_month,
       CASE WHEN k.completed AND l.first_kind >= 2 THEN l.n END AS kind_quarter,
       CASE WHEN k.completed AND l.first_kind >= 3 THEN l.n END AS kind_year,
       CASE WHEN k.completed AND l.first_all >= 1 THEN l.n END AS all_month,
       CASE WHEN k.completed AND l.first_all >= 2 THEN l.n END AS all_quarter,
       CASE WHEN k.completed AND l.first_all >= 3 THEN l.n END AS all_year,
       CASE WHEN k.taken AND l.first_kind >= 1 THEN l.n END AS taken_month,
       CASE WHEN k.taken AND l.first_kind >= 2 THEN l.n END AS taken_quarter,
       CASE WHEN k.taken AND l.first_kind >= 3 THEN l.n END AS taken_year,
       -- people, time, agreements
       CASE WHEN k.completed THEN l.n * l.claimants END AS claimants,
       CASE WHEN k.taken THEN l.n * l.claimants END AS claimants_received,
       CASE WHEN k.completed THEN l.n * l.days END AS days,
       CASE WHEN k.completed AND l.days IS NOT NULL THEN l.n END AS timed,
       CASE WHEN k.completed THEN l.n * l.paused END AS paused,
       CASE WHEN k.concluded AND l.late THEN l.n END AS late,
       CASE WHEN l.measure = 'due' THEN l.n END AS due,
       CASE WHEN l.measure = 'performed' THEN l.n END AS performed,
       CASE WHEN l.measure = 'performed_part' THEN l.n END AS performed_part
FROM $$ || rows || $$ l
LEFT JOIN stats.outcome o ON o.channel = l.channel AND o.outcome = l.outcome
CROSS JOIN LATERAL (
    SELECT l.channel IN ('mediation', 'union') AS is_mediation,
           l.measure = 'concluded' AS concluded,
           l.measure = 'concluded' AND o.counts AS completed,
           l.measure = 'concluded' AND l.channel IN ('mediation', 'union') AND l.outcome = 'withdrawn'
               AND l.reason = 'settled' AS settled,
           l.measure = CASE WHEN l.channel IN ('mediation', 'union') THEN 'accepted' ELSE 'entered' END AS taken) k$$
$do$;
COMMENT ON FUNCTION stats.effects_of(text) IS
    '口径原文：由台账各行得出各计数单元的查询（生效之日，Asia/Shanghai）。 The definitions as text: the query that makes cells of rows of the ledger (by the day they took effect, Asia/Shanghai).';

DO $do$
BEGIN
    EXECUTE 'CREATE VIEW stats.effect AS ' || stats.effects_of('fenliu.ledger');
END
$do$;
COMMENT ON VIEW stats.effect IS
    '统计明细：每一事件对计数的影响（更正为−1与＋1两行），日期为该事项生效之日，Asia/Shanghai时区；不含个人信息。 One row per effect of an event (a correction is −1 and +1); day is the day it took effect, Asia/Shanghai; no personal data. Every figure of stats is a sum of its cells.';
