-- One row per effect of an event on the counts, with every definition in one place: the roll-ups are sums of the cells
-- below, and so is every figure. A cell is null where the row does not count. Rows that are alike may be added up before
-- their cells are known: that is how what is not yet folded is read (stats.unfolded_…), and how it is folded
-- (stats.folding).
DO $do$
DECLARE
    cells text := $$
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
       CASE WHEN l.measure = 'performed_part' THEN l.n END AS performed_part$$;
    meaning text := $$
LEFT JOIN stats.outcome o ON o.channel = l.channel AND o.outcome = l.outcome
CROSS JOIN LATERAL (
    SELECT l.channel IN ('mediation', 'union') AS is_mediation,
           l.measure = 'concluded' AS concluded,
           l.measure = 'concluded' AND o.counts AS completed,
           l.measure = 'concluded' AND l.channel IN ('mediation', 'union') AND l.outcome = 'withdrawn'
               AND l.reason = 'settled' AS settled,
           l.measure = CASE WHEN l.channel IN ('mediation', 'union') THEN 'accepted' ELSE 'entered' END AS taken) k$$;
    -- What the cells ask of a row, and the sums that they take of it.
    alike text := $$
SELECT r.court, r.month, r.key, r.key2, r.measure, r.channel, r.procedure, r.fast_track, r.outcome, r.reason, r.opens, r.continues,
       r.registered, r.late, r.first_here, r.first_kind, r.first_all, r.accepted_on, r.days, sum(r.n)::int AS n,
       sum(r.n * r.claimants)::int AS n_claimants, sum(r.n * r.spent)::int AS n_days, sum(r.n * r.paused)::int AS n_paused
FROM (SELECT court, date_trunc('month', day::timestamp)::date AS month, %1$s AS key, %2$s AS key2, measure, channel, procedure,
             fast_track, outcome, reason, opens, continues, registered, late, first_here, first_kind, first_all,
             accepted_on - accepted_on AS accepted_on, days - days AS days, n, claimants, days AS spent, paused
      FROM fenliu.ledger WHERE %3$s) r
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19$$;
    folding text;
    part record;
BEGIN
    EXECUTE 'CREATE VIEW stats.effect AS
SELECT l.court, l.day, extract(year FROM l.day)::int AS year, extract(month FROM l.day)::int AS month, l.measure, l.n,
       l.channel, l.procedure, l.fast_track, l.outcome, l.reason, l.cause_list, l.cause, l.domain, l.street, l.community,
       l.body, l.mediator, l.dispute_id, l.referral_id, l.event_id, l.recorded_at, l.xid, l.entered_on, l.accepted_on,
       k.is_mediation,' || cells || ' FROM fenliu.ledger l ' || meaning;
    cells := regexp_replace(cells, 'l\.n \* l\.(\w+)', 'l.n_\1', 'g');
    FOR part IN SELECT * FROM (VALUES
        ('all', '''''', ''''''),
        ('cause', 'coalesce(cause_list || '' '' || cause, ''-'')', 'coalesce(domain, ''-'')'),
        ('place', 'coalesce(street, ''-'')', 'coalesce(community, ''-'')'),
        ('hand', 'coalesce(mediator, ''-'')', 'coalesce(body, ''-'')')) p (dimension, key, key2) LOOP
        EXECUTE format('CREATE VIEW stats.unfolded_%1$s AS SELECT l.court, %1$L AS dimension, l.month AS day, l.key, l.key2, l.channel, '
                       'l.procedure, l.fast_track, ', part.dimension)
            || cells || ' FROM (' || format(alike, part.key, part.key2, 'xid >= (SELECT xid FROM fenliu.fold_place)') || ') l ' || meaning;
        EXECUTE format('COMMENT ON VIEW stats.unfolded_%s IS %L', part.dimension,
            '尚未并入汇总表的台账，先行相加后的计数单元，一月一分项；生效之日，Asia/Shanghai。 What the ledger says beyond stats.fold, rows that are alike added up first: cells by month. Day: first of the month in which it took effect, Asia/Shanghai.');
        folding := concat_ws(E'\nUNION ALL\n', folding, format(
            'SELECT l.court, %L, l.month, l.key, l.key2, l.channel, l.procedure, l.fast_track, ', part.dimension)
            || cells || ' FROM (' || format(alike, part.key, part.key2, 'court = ANY ($1) AND xid >= $2 AND xid < $3') || ') l ' || meaning);
    END LOOP;
    EXECUTE format('CREATE FUNCTION stats.folding(courts text[], from_xid xid8, before_xid xid8) RETURNS SETOF stats.unfolded_all '
                   'LANGUAGE sql STABLE PARALLEL SAFE AS %L', folding);
END
$do$;
COMMENT ON FUNCTION stats.folding(text[], xid8, xid8) IS
    '若干法院一段事务的计数单元，含各维度，供后台汇总（Asia/Shanghai）。 The cells of some courts and a range of transactions, by every dimension: what the keeper folds (Asia/Shanghai).';
COMMENT ON VIEW stats.effect IS
    '统计明细：每一事件对计数的影响（更正为−1与＋1两行），日期为该事项生效之日，Asia/Shanghai时区；不含个人信息。 One row per effect of an event (a correction is −1 and +1); day is the day it took effect, Asia/Shanghai; no personal data. Every figure of stats is a sum of its cells.';

-- How far the roll-ups reach: what is not below the number of this transaction is counted from the ledger, at once.
CREATE VIEW stats.fold AS SELECT xid, folded_at FROM fenliu.fold_place;
COMMENT ON VIEW stats.fold IS
    '汇总进度：xid以下的台账已并入汇总表，其余由视图直接从台账计数，故数字总是最新；时刻为Asia/Shanghai。 How far the ledger is folded; what is not yet folded is counted from the ledger itself, so that figures are always up to date; Asia/Shanghai.';
