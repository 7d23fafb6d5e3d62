-- From effects to cells: what each statement counts is added up as it is written (count_effects), what was counted before
-- these definitions came is read from the ledger (counted_before) until the keeper has folded it, and the keeper moves
-- cells into the roll-ups (fold).
DO $do$
DECLARE
    keys text := 'court, dimension, month, key, key2, channel, procedure, fast_track';
    names text; -- the cells, in order
    sums text;
    added text; -- … to the row that is there, of the roll-ups
    new_cells text; -- in tally_new nothing is 0: quicker to add to
    new_sums text;
    new_added text;
    part_keys text := 'court, part, month, channel, procedure, fast_track, key, key2';
    by_dimension text; -- %s: the figures, where the effects are
    by_part text;
    before text := 'SELECT * FROM stats.effect f WHERE f.court = $1 AND f.xid >= $2 AND f.xid < $3 '
                   'AND pg_visible_in_snapshot(f.xid, (SELECT counted FROM stats.fold))';
BEGIN
    SELECT string_agg(attname, ', ' ORDER BY attnum), string_agg(format('nullif(sum(e.%1$I), 0) AS %1$I', attname), ', ' ORDER BY attnum),
           string_agg(format('%1$I = nullif(coalesce(t.%1$I, 0) + coalesce(excluded.%1$I, 0), 0)', attname), ', ' ORDER BY attnum),
           string_agg(format('coalesce(e.%I, 0)', attname), ', ' ORDER BY attnum),
           string_agg(format('coalesce(sum(e.%I), 0)', attname), ', ' ORDER BY attnum),
           string_agg(format('%1$I = t.%1$I + excluded.%1$I', attname), ', ' ORDER BY attnum)
    INTO names, sums, added, new_cells, new_sums, new_added
    FROM pg_attribute WHERE attrelid = 'fenliu.tally'::regclass AND attnum > 8 AND NOT attisdropped;

    by_dimension := $$SELECT e.court, d.dimension, date_trunc('month', e.day::timestamp)::date AS month, d.key, d.key2, e.channel,
       e.procedure, e.fast_track, %s
FROM (%s OFFSET 0) e
CROSS JOIN LATERAL (
    VALUES ('all', '', ''),
           ('cause', coalesce(e.cause_list || ' ' || e.cause, '-'), coalesce(e.domain, '-')),
           ('place', coalesce(e.street, '-'), coalesce(e.community, '-')),
           ('hand', coalesce(e.mediator, '-'), coalesce(e.body, '-'))) d (dimension, key, key2)$$;
    by_part := $$SELECT e.court, p.part, p.month, e.channel, e.procedure, p.fast_track, p.key, p.key2, %s
FROM (%s OFFSET 0) e
CROSS JOIN LATERAL (
    VALUES ('outcome', date_trunc('month', e.day::timestamp)::date, e.fast_track, coalesce(e.outcome, '-'), coalesce(e.reason, '-'),
            CASE WHEN e.measure = 'concluded' THEN e.n END, 0),
           ('days', date_trunc('month', e.day::timestamp)::date, e.fast_track, (e.days / nullif(e.timed, 0))::text, '', e.timed, 0),
           ('cohort', date_trunc('month', e.accepted_on::timestamp)::date, false, '', '',
            CASE WHEN e.is_mediation THEN e.completed END, coalesce(e.succeeded, 0)),
           ('open', e.entered_on, e.fast_track, '', '', CASE WHEN e.measure = 'entered' THEN e.n ELSE -e.n END, 0)
    ) p (part, month, fast_track, key, key2, n, succeeded)
WHERE e.measure IN ('entered', 'concluded', 'cancelled') AND p.month IS NOT NULL AND p.n <> 0$$;

    -- The writer's part, into cells of its transaction's slot. The cells of a single row differ: there is nothing to add up.
    -- What one transaction changes keeps each of its versions until the commit, and who changes it again goes through them:
    -- so after some statements it takes other cells, whose slot ends in the same four digits.
    EXECUTE format('CREATE FUNCTION stats.count_effects() RETURNS trigger LANGUAGE plpgsql AS %L', format('
DECLARE
    mine int := 1; -- the first slot that no other transaction holds
    turn int := coalesce(nullif(current_setting(''fenliu.turn'', true), ''''), ''0'')::int; -- statements of this one before
    rows bigint;
    parts boolean;
BEGIN
    SELECT count(*), bool_or(measure IN (''entered'', ''concluded'', ''cancelled'')) INTO rows, parts FROM fresh;
    IF rows = 0 THEN
        RETURN NULL;
    END IF;
    WHILE NOT pg_try_advisory_xact_lock(hashtext(''fenliu.slot''), mine) LOOP
        mine := mine + 1;
    END LOOP;
    PERFORM set_config(''fenliu.turn'', (turn + 1)::text, true);
    mine := mine + 10000 * (turn / 32);
    IF rows = 1 THEN
        INSERT INTO fenliu.tally_new AS t (%1$s, %2$s, slot) %3$s
        ON CONFLICT (%1$s, slot) DO UPDATE SET %4$s;
    ELSE
        INSERT INTO fenliu.tally_new AS t (%1$s, %2$s, slot) %5$s GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (%1$s, slot) DO UPDATE SET %4$s;
    END IF;
    IF parts AND rows = 1 THEN
        INSERT INTO fenliu.tally_new_part AS t (%6$s, n, succeeded, slot) %7$s
        ON CONFLICT (%6$s, slot) DO UPDATE SET n = t.n + excluded.n, succeeded = t.succeeded + excluded.succeeded;
    ELSIF parts THEN
        INSERT INTO fenliu.tally_new_part AS t (%6$s, n, succeeded, slot) %8$s GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (%6$s, slot) DO UPDATE SET n = t.n + excluded.n, succeeded = t.succeeded + excluded.succeeded;
    END IF;
    RETURN NULL;
END', keys, names, format(by_dimension, new_cells || ', mine', stats.effects_of('fresh')), new_added,
        format(by_dimension, new_sums || ', mine', stats.effects_of('fresh')), part_keys,
        format(by_part, 'p.n, p.succeeded, mine', stats.effects_of('fresh')),
        format(by_part, 'sum(p.n), sum(p.succeeded), mine', stats.effects_of('fresh'))));
    EXECUTE 'CREATE TRIGGER count_effects AFTER INSERT ON fenliu.ledger REFERENCING NEW TABLE AS fresh '
            'FOR EACH STATEMENT EXECUTE FUNCTION stats.count_effects()';

    -- What a court had counted before, of transactions in [from_xid, before_xid).
    EXECUTE format('CREATE FUNCTION stats.counted_before(of_court text, from_xid xid8, before_xid xid8, dimensions text[]) '
                   'RETURNS SETOF fenliu.tally LANGUAGE plpgsql STABLE PARALLEL SAFE AS %L', format('
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT %1$s, %2$s FROM (%3$s) n;
END', keys, regexp_replace(names, '(\w+)', '\1::int', 'g'),
        format(by_dimension, sums, before) || ' WHERE d.dimension = ANY ($4) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8'));
    EXECUTE format('CREATE FUNCTION stats.parts_before(of_court text, from_xid xid8, before_xid xid8, parts text[]) '
                   'RETURNS TABLE (court text, part text, month date, channel text, procedure text, fast_track boolean, key text, '
                   'key2 text, n int, succeeded int) LANGUAGE plpgsql STABLE PARALLEL SAFE AS %L', '
#variable_conflict use_column
BEGIN
    RETURN QUERY ' || format(by_part, 'sum(p.n)::int AS n, sum(p.succeeded)::int AS succeeded', before)
        || ' AND p.part = ANY ($4) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
END');

    -- The keeper's part: at most so many rows of either kind, of slots that no transaction holds; ret: how many it moved, and
    -- whether there are more.
    EXECUTE format('CREATE FUNCTION stats.fold_new(most bigint, OUT moved bigint, OUT more boolean) LANGUAGE plpgsql AS %L', format('
DECLARE
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot()); -- all below is there to be seen below
    slots int[] := ''{}'';
    busy boolean := false;
    one int;
    parts bigint;
    courts text[];
    waits text := current_setting(''lock_timeout'');
BEGIN
    -- who writes does not wait for us but takes another slot; we wait for whoever writes, a little
    SET LOCAL lock_timeout = ''500ms'';
    FOR one IN SELECT DISTINCT slot %% 10000 FROM (SELECT slot FROM fenliu.tally_new UNION ALL SELECT slot FROM fenliu.tally_new_part) s LOOP
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext(''fenliu.slot''), one);
            slots := slots || one;
        EXCEPTION WHEN lock_not_available THEN
            busy := true;
        END;
    END LOOP;
    PERFORM set_config(''lock_timeout'', waits, true);
    WITH gone AS MATERIALIZED (
        DELETE FROM fenliu.tally_new WHERE ctid = ANY (ARRAY(SELECT ctid FROM fenliu.tally_new WHERE slot %% 10000 = ANY (slots) LIMIT most)) RETURNING *
    ), months AS (
        INSERT INTO fenliu.tally AS t (%1$s, %2$s) SELECT %1$s, %3$s FROM gone e GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (%1$s) DO UPDATE SET %4$s
    ), years AS (
        INSERT INTO fenliu.tally_year AS t (%5$s, %2$s)
        SELECT court, dimension, extract(year FROM month)::int, key, key2, channel, procedure, fast_track, %3$s FROM gone e
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (%5$s) DO UPDATE SET %4$s
    )
    SELECT count(*) INTO moved FROM gone;
    WITH gone AS MATERIALIZED (
        DELETE FROM fenliu.tally_new_part WHERE ctid = ANY (ARRAY(SELECT ctid FROM fenliu.tally_new_part WHERE slot %% 10000 = ANY (slots) LIMIT most))
        RETURNING *
    ), outcomes AS (
        INSERT INTO fenliu.tally_outcome AS t (court, month, channel, procedure, fast_track, outcome, reason, n)
        SELECT court, month, channel, procedure, fast_track, key, key2, sum(n) FROM gone WHERE part = ''outcome'' GROUP BY 1, 2, 3, 4, 5, 6, 7
        ON CONFLICT (court, month, channel, procedure, fast_track, outcome, reason) DO UPDATE SET n = t.n + excluded.n
    ), took AS (
        INSERT INTO fenliu.tally_days AS t (court, month, channel, procedure, fast_track, days, n)
        SELECT court, month, channel, procedure, fast_track, key::int, sum(n) FROM gone WHERE part = ''days'' GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (court, month, channel, procedure, fast_track, days) DO UPDATE SET n = t.n + excluded.n
    ), cohorts AS (
        INSERT INTO fenliu.tally_cohort AS t (court, month, channel, procedure, concluded, succeeded)
        SELECT court, month, channel, procedure, sum(n), sum(succeeded) FROM gone WHERE part = ''cohort'' GROUP BY 1, 2, 3, 4
        ON CONFLICT (court, month, channel, procedure)
            DO UPDATE SET concluded = t.concluded + excluded.concluded, succeeded = t.succeeded + excluded.succeeded
    ), opened AS (
        INSERT INTO fenliu.tally_open AS t (court, entered_on, channel, procedure, fast_track, n)
        SELECT court, month, channel, procedure, fast_track, sum(n) FROM gone WHERE part = ''open'' GROUP BY 1, 2, 3, 4, 5
        HAVING sum(n) <> 0
        ON CONFLICT (court, entered_on, channel, procedure, fast_track) DO UPDATE SET n = t.n + excluded.n
    )
    SELECT count(*), array_agg(DISTINCT court) INTO parts, courts FROM gone;
    IF parts > 0 THEN
        DELETE FROM fenliu.tally_open WHERE n = 0 AND court = ANY (courts); -- days of which nothing is open any more
    END IF;
    more := moved >= most AND EXISTS (SELECT FROM fenliu.tally_new WHERE slot %% 10000 = ANY (slots))
            OR parts >= most AND EXISTS (SELECT FROM fenliu.tally_new_part WHERE slot %% 10000 = ANY (slots));
    IF moved + parts > 0 OR (SELECT xid FROM fenliu.fold_place) = ''0'' THEN -- where nothing happens nothing is written
        UPDATE fenliu.fold_place SET folded_at = now(), xid = CASE WHEN more OR busy OR EXISTS (SELECT FROM fenliu.fold_court) THEN xid ELSE horizon END;
    END IF;
    moved := moved + parts;
END', keys, names, sums, added, replace(keys, 'month', 'year')));

    -- At most so many rows of the ledger from before: whole transactions of one court, and at least one. They are moved on
    -- by the next fold_new. ret: whether there are more.
    EXECUTE format('CREATE FUNCTION stats.fold_before(most bigint) RETURNS boolean LANGUAGE plpgsql AS %L', format('
DECLARE
    f fenliu.fold_court;
    upto xid8;
BEGIN
    SELECT * INTO f FROM fenliu.fold_court ORDER BY court LIMIT 1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT l.xid INTO upto FROM (SELECT xid FROM fenliu.ledger WHERE court = f.court AND xid >= f.xid ORDER BY court, xid OFFSET most) l
    WHERE l.xid > f.xid LIMIT 1;
    upto := coalesce(upto, ''9223372036854775807'');
    INSERT INTO fenliu.tally_new AS t (%1$s, %2$s, slot) SELECT %1$s, %5$s, 0 FROM stats.counted_before(f.court, f.xid, upto, ''{all, cause, place, hand}'') e
    ON CONFLICT (%1$s, slot) DO UPDATE SET %3$s;
    INSERT INTO fenliu.tally_new_part AS t (%4$s, n, succeeded, slot)
    SELECT %4$s, n, succeeded, 0 FROM stats.parts_before(f.court, f.xid, upto, ''{outcome, days, cohort, open}'')
    ON CONFLICT (%4$s, slot) DO UPDATE SET n = t.n + excluded.n, succeeded = t.succeeded + excluded.succeeded;
    IF upto = ''9223372036854775807'' THEN
        DELETE FROM fenliu.fold_court WHERE court = f.court;
    ELSE
        UPDATE fenliu.fold_court SET xid = upto WHERE court = f.court;
    END IF;
    RETURN true;
END', keys, names, new_added, part_keys, new_cells));
END
$do$;

CREATE FUNCTION stats.fold(most bigint, OUT moved bigint, OUT more boolean) LANGUAGE plpgsql AS $$
DECLARE
    before boolean;
BEGIN
    moved := 0;
    more := false;
    IF pg_try_advisory_xact_lock(hashtext('fenliu.fold')) THEN
        before := stats.fold_before(most);
        SELECT n.moved, n.more INTO moved, more FROM stats.fold_new(most) n;
        more := more OR before;
    END IF;
END
$$;
COMMENT ON FUNCTION stats.count_effects() IS
    '台账触发器：把一条语句写入的各行相加，并入本事务的计数单元（Asia/Shanghai）。 The trigger of the ledger: adds up what a statement wrote, into cells of its transaction (Asia/Shanghai).';
COMMENT ON FUNCTION stats.counted_before(text, xid8, xid8, text[]) IS
    '口径变更之前已写入台账、尚待重新汇总的计数单元，一院一段事务，按所求维度（Asia/Shanghai）。 The cells of what a court counted before these definitions came, by the dimensions asked for (Asia/Shanghai).';
COMMENT ON FUNCTION stats.parts_before(text, xid8, xid8, text[]) IS
    '同上：结案方式、天数、同期、未结（Asia/Shanghai）。 The same for outcomes, days, cohorts and what is open (Asia/Shanghai).';
COMMENT ON FUNCTION stats.fold(bigint) IS
    '后台汇总：一段，限行数，同时只有一个进程（Asia/Shanghai）。 A portion of at most so many rows of each kind, by one process at a time: how many it moved, and whether there is more (Asia/Shanghai).';
COMMENT ON FUNCTION stats.fold_new(bigint) IS
    '后台汇总：把新计数并入汇总表（Asia/Shanghai）。 What the keeper does: new cells into the roll-ups (Asia/Shanghai).';
COMMENT ON FUNCTION stats.fold_before(bigint) IS
    '后台汇总：口径变更之前的台账，一次一院一段（Asia/Shanghai）。 What the keeper does: the ledger from before these definitions, a range of a court at a time (Asia/Shanghai).';
