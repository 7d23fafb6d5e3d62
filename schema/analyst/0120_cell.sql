-- The cells, wherever they stand. stats.cell: part folded (a month of the roll-up, day = its first) or row (one effect of
-- the ledger, per dimension), for whoever asks for days or cases. stats.months_…: one dimension by whole months, folded and
-- not yet folded, for every figure, and stats.years_… the same by years; each is a view of its own, and has no part that is
-- not needed, since most of a small answer's time is planning.
DO $do$
DECLARE
    derived text := $$
       CASE WHEN c.channel IN ('mediation', 'union') THEN c.accepted ELSE c.entered END AS received,
       coalesce(c.entered, 0) - coalesce(c.continued, 0) AS cases_received,
       coalesce(c.concluded, 0) - CASE WHEN c.procedure IN ('small_claims', 'summary', 'ordinary')
                                       THEN coalesce(c.converted, 0) ELSE 0 END AS cases_concluded,
       coalesce(c.entered, 0) - coalesce(c.concluded, 0) - coalesce(c.cancelled, 0) AS balance,
       coalesce(c.accepted, 0) - coalesce(c.concluded, 0) + coalesce(c.concluded_unheld, 0) - coalesce(c.cancelled_held, 0) AS holding,
       coalesce(c.opened, 0) - coalesce(c.closed, 0) AS disputes_balance,
       c.channel IN ('mediation', 'union') AS is_mediation,
       c.channel = 'court' AND c.fast_track AS is_fast,
       c.channel = 'court' AND c.procedure IN ('small_claims', 'summary', 'ordinary') AS is_civil,
       c.channel = 'court' AND c.procedure IN ('confirmation', 'payment_order') AS is_not_civil$$;
    names text; -- the cells, in order
    before text := ''; -- what waits to be folded anew; when nothing does, the views do without it
    dimension text;
BEGIN
    SELECT string_agg(attname, ', ' ORDER BY attnum) INTO names
    FROM pg_attribute WHERE attrelid = 'fenliu.tally'::regclass AND attnum > 8 AND NOT attisdropped;
    IF EXISTS (SELECT FROM fenliu.fold_court) THEN
        before := '
    UNION ALL
    SELECT b.court, YEAR(b.month), b.key, b.key2, b.channel, b.procedure, b.fast_track, ' || regexp_replace(names, '(\w+)', 'b.\1', 'g') || '
    FROM fenliu.fold_court f CROSS JOIN LATERAL stats.counted_before(f.court, f.xid, ''9223372036854775807'', ''{%s}'') b';
    END IF;
    EXECUTE 'CREATE VIEW stats.cell AS SELECT c.*, ' || derived || $$
FROM (
    SELECT 'folded' AS part, NULL::xid8 AS xid, NULL::timestamptz AS recorded_at, NULL::bigint AS dispute_id,
           NULL::bigint AS referral_id, NULL::bigint AS event_id, NULL AS measure, NULL AS outcome, NULL AS reason, court, dimension, month AS day, key, key2, channel, procedure, fast_track,
           entered, accepted, concluded, completed, succeeded, settled, cancelled, cancelled_held, concluded_unheld, lapsed, continued,
           registered, transferred, converted, judged, mediated, withdrawn, deemed_withdrawn, dismissed, opened,
           closed, first_month, first_quarter, first_year, kind_month, kind_quarter, kind_year, all_month,
           all_quarter, all_year, taken_month, taken_quarter, taken_year, claimants, claimants_received, days, timed,
           paused, late, due, performed, performed_part
    FROM fenliu.tally
    UNION ALL
    SELECT 'row', e.xid, e.recorded_at, e.dispute_id, e.referral_id, e.event_id, e.measure, e.outcome, e.reason, e.court, d.dimension, e.day, d.key, d.key2, e.channel, e.procedure, e.fast_track,
           e.entered, e.accepted, e.concluded, e.completed, e.succeeded, e.settled, e.cancelled, e.cancelled_held, e.concluded_unheld, e.lapsed,
           e.continued, e.registered, e.transferred, e.converted, e.judged, e.mediated, e.withdrawn,
           e.deemed_withdrawn, e.dismissed, e.opened, e.closed, e.first_month, e.first_quarter, e.first_year,
           e.kind_month, e.kind_quarter, e.kind_year, e.all_month, e.all_quarter, e.all_year, e.taken_month,
           e.taken_quarter, e.taken_year, e.claimants, e.claimants_received, e.days, e.timed, e.paused, e.late, e.due,
           e.performed, e.performed_part
    FROM stats.effect e
    CROSS JOIN LATERAL (
        VALUES ('all', '', ''),
               ('cause', coalesce(e.cause_list || ' ' || e.cause, '-'), coalesce(e.domain, '-')),
               ('place', coalesce(e.street, '-'), coalesce(e.community, '-')),
               ('hand', coalesce(e.mediator, '-'), coalesce(e.body, '-'))) d (dimension, key, key2)
) c$$;
    FOREACH dimension IN ARRAY '{all, cause, place, hand}'::text[] LOOP
        EXECUTE format('CREATE VIEW stats.months_%1$s AS SELECT c.*, %2$s FROM (
    SELECT court, month AS day, key, key2, channel, procedure, fast_track, %3$s FROM fenliu.tally WHERE dimension = %1$L
    UNION ALL
    SELECT court, month, key, key2, channel, procedure, fast_track, %3$s FROM fenliu.tally_new WHERE dimension = %1$L
%4$s) c', dimension, derived, names, replace(format(before, dimension), 'YEAR(b.month)', 'b.month'));
        EXECUTE format('COMMENT ON VIEW stats.months_%s IS %L', dimension,
            '计数单元，一院一月一分项：已汇总者与尚未汇总者；各统计视图由此求和。日期为生效之日所在月首日，Asia/Shanghai。 The cells of a court by month, folded and not yet folded; every view sums them. Day: first of the month in which it took effect, Asia/Shanghai.');
        EXECUTE format('CREATE VIEW stats.years_%1$s AS SELECT c.*, %2$s FROM (
    SELECT court, year, key, key2, channel, procedure, fast_track, %3$s FROM fenliu.tally_year WHERE dimension = %1$L
    UNION ALL
    SELECT court, extract(year FROM month)::int, key, key2, channel, procedure, fast_track, %3$s FROM fenliu.tally_new WHERE dimension = %1$L
%4$s) c', dimension, derived, names, replace(format(before, dimension), 'YEAR(b.month)', 'extract(year FROM b.month)::int'));
        EXECUTE format('COMMENT ON VIEW stats.years_%s IS %L', dimension,
            '同上，一院一年一分项（年份按生效之日，Asia/Shanghai）。 The same by year (of the day it took effect, Asia/Shanghai).');
    END LOOP;
END
$do$;

-- The years that a court has figures of.
CREATE VIEW stats.court_year AS
SELECT court, year FROM fenliu.tally_year WHERE dimension = 'all'
UNION
SELECT court, extract(year FROM month)::int FROM fenliu.tally_new WHERE dimension = 'all'
UNION
SELECT b.court, extract(year FROM b.month)::int
FROM fenliu.fold_court f CROSS JOIN LATERAL stats.counted_before(f.court, f.xid, '9223372036854775807', '{all}') b;
COMMENT ON VIEW stats.court_year IS
    '各院有数字的年份（按生效之日，Asia/Shanghai）。 The years that a court has figures of (by the day they took effect, Asia/Shanghai).';
COMMENT ON VIEW stats.cell IS
    '计数单元：汇总表中每月的合计，及尚未并入的台账行；供按日、按件查询。日期为生效之日（汇总为月首日），Asia/Shanghai。 The counted cells, by dimension: folded months (day = first of the month) and rows of the ledger; for whoever asks for days or cases. Day: the day it took effect, Asia/Shanghai.';
