-- The figures: one list of sums over the cells, made into views by month, quarter and year (annual, by_cause …) and into
-- functions for any period. What was open before is added up from all that came and went earlier.

-- A period as the functions read it: what of it is whole months stands folded, its edges are read from the ledger.
CREATE FUNCTION stats.grain(first_day date, last_day date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN first_day = date_trunc('year', first_day) AND last_day = first_day + interval '1 year' - interval '1 day' THEN 'year'
            WHEN first_day = date_trunc('quarter', first_day) AND last_day = first_day + interval '3 months' - interval '1 day' THEN 'quarter'
            WHEN first_day = date_trunc('month', first_day) AND last_day = first_day + interval '1 month' - interval '1 day' THEN 'month'
       END
$$;
COMMENT ON FUNCTION stats.grain(date, date) IS
    '时段是否恰为一年、一季、一月（Asia/Shanghai日历）。 Whether a period is exactly a calendar year, quarter or month (Asia/Shanghai).';

-- The rows of the ledger by each dimension that a figure may be split by: what a figure is traced to.
CREATE VIEW stats.cell_keyed AS
SELECT f.facet, f.by, c.*
FROM stats.cell c
CROSS JOIN LATERAL (
    VALUES ('total', 'all', ''),
           ('channel', 'all', c.channel || ' ' || c.procedure || CASE WHEN c.fast_track THEN ' fast_track' ELSE '' END),
           ('cause', 'cause', c.key), ('domain', 'cause', c.key2), ('street', 'place', c.key), ('community', 'place', c.key2),
           ('mediator', 'hand', c.key), ('body', 'hand', c.key2)) f (facet, dimension, by)
WHERE c.part = 'row' AND f.dimension = c.dimension;
COMMENT ON VIEW stats.cell_keyed IS
    '台账行按可拆分的维度展开（facet维度，by取值），供追溯数字。生效之日，Asia/Shanghai。 The rows of the ledger by each dimension (facet) and its value (by), for tracing a figure. Day: the day it took effect, Asia/Shanghai.';

DO $do$
DECLARE
    -- GRAIN stands for month, quarter, year; NOW for the rows within the period
    sums text := $$
        sum(entered) NOW AS entered, sum(accepted) NOW AS accepted, sum(received) NOW AS received,
        sum(concluded) NOW AS concluded, sum(completed) NOW AS completed, sum(succeeded) NOW AS succeeded,
        sum(settled) NOW AS settled, sum(cancelled) NOW AS cancelled, sum(all_GRAIN) NOW AS disputes,
        sum(first_GRAIN) NOW AS disputes_here,
        sum(opened) NOW AS disputes_opened, sum(closed) NOW AS disputes_closed,
        sum(claimants_received) NOW AS claimants_received, sum(claimants) NOW AS claimants,
        sum(converted) NOW AS converted, sum(transferred) NOW AS transferred, sum(late) NOW AS late, sum(lapsed) NOW AS lapsed,
        sum(days) NOW AS days, sum(timed) NOW AS timed, sum(paused) NOW AS paused_days,

        sum(completed) NOW(procedure = 'pre_filing_mediation') AS pre_litigation_mediations,
        sum(first_GRAIN) NOW(procedure = 'pre_filing_mediation') AS pre_litigation_disputes,
        sum(accepted) NOW(procedure = 'pre_filing_mediation') AS pre_litigation_accepted,
        sum(succeeded) NOW(procedure = 'pre_filing_mediation') AS pre_litigation_succeeded,
        sum(completed) NOW(procedure = 'entrusted_mediation') AS entrusted_mediations,
        sum(first_GRAIN) NOW(procedure = 'entrusted_mediation') AS entrusted_disputes,
        sum(accepted) NOW(procedure = 'entrusted_mediation') AS entrusted_accepted,
        sum(succeeded) NOW(procedure = 'entrusted_mediation') AS entrusted_succeeded,
        sum(completed) NOW(procedure = 'people_mediation') AS people_mediations,
        sum(completed) NOW(channel = 'union') AS union_mediations,
        sum(completed) NOW(is_mediation) AS all_mediations,
        sum(kind_GRAIN) NOW(is_mediation) AS all_mediated_disputes,
        sum(accepted) NOW(is_mediation) AS mediations_accepted,
        sum(taken_GRAIN) NOW(is_mediation) AS mediations_accepted_disputes,
        sum(succeeded) NOW(is_mediation) AS mediations_succeeded,
        sum(settled) NOW(is_mediation) AS mediations_settled,
        sum(days) NOW(is_mediation) AS mediation_days, sum(timed) NOW(is_mediation) AS mediation_timed,

        sum(entered) NOW(is_fast) AS fast_track_received,
        sum(completed) NOW(is_fast) AS fast_track_cases,
        sum(kind_GRAIN) NOW(is_fast) AS fast_track_disputes,
        sum(completed) NOW(is_fast AND is_not_civil) AS fast_track_not_civil,
        sum(converted) NOW(is_fast) AS fast_track_converted,
        sum(transferred) NOW(is_fast) AS fast_track_transferred,
        sum(days) NOW(is_fast) AS fast_track_days, sum(timed) NOW(is_fast) AS fast_track_timed,

        sum(cases_received) NOW(is_civil) AS civil_received,
        sum(registered) NOW(is_civil) AS civil_after_entrusted,
        sum(entered) NOW(procedure = 'entrusted_mediation') AS entrusted_entered,
        sum(completed) NOW(is_civil) AS civil_concluded,
        sum(judged) NOW(is_civil) AS civil_judged, sum(mediated) NOW(is_civil) AS civil_mediated,
        sum(withdrawn) NOW(is_civil) AS civil_withdrawn, sum(deemed_withdrawn) NOW(is_civil) AS civil_deemed_withdrawn,
        sum(completed) NOW(procedure = 'small_claims') AS small_claims_concluded,
        sum(completed) NOW(procedure = 'summary') AS summary_concluded,
        sum(cases_received) NOW(channel = 'court') AS court_received,
        sum(cases_concluded) NOW(channel = 'court') AS court_concluded,

        sum(due) NOW AS agreements_due, sum(performed) NOW AS agreements_performed,
        sum(performed_part) NOW AS agreements_performed_part,

        -- balances: what came less what went, before the period and within it
        coalesce(sum(balance) BEFORE, 0) AS open_before, coalesce(sum(balance) NOW, 0) AS open_net,
        coalesce(sum(holding) BEFORE, 0) AS held_before, coalesce(sum(holding) NOW, 0) AS held_net,
        coalesce(sum(holding) BEFORE(is_mediation), 0) AS mediation_before, coalesce(sum(holding) NOW(is_mediation), 0) AS mediation_net,
        coalesce(sum(balance) BEFORE(is_fast), 0) AS fast_before, coalesce(sum(balance) NOW(is_fast), 0) AS fast_net,
        coalesce(sum(balance) BEFORE(channel = 'court'), 0) AS court_before, coalesce(sum(balance) NOW(channel = 'court'), 0) AS court_net,
        coalesce(sum(disputes_balance) BEFORE, 0) AS disputes_before, coalesce(sum(disputes_balance) NOW, 0) AS disputes_net$$;
    -- the balances after the figures: W is what the periods before this one in its year came to
    outer_list text := $$
        s.open_before + W(open_net) AS carried_over, s.open_before + W(open_net) + open_net AS open_at_end,
        s.held_before + W(held_net) AS carried_over_held,
        s.open_before + W(open_net) + open_net - s.held_before - W(held_net) - held_net AS not_yet_accepted,
        s.mediation_before + W(mediation_net) AS mediation_carried_over,
        s.fast_before + W(fast_net) AS fast_track_carried_over,
        s.court_before + W(court_net) AS court_carried_over,
        s.disputes_before + W(disputes_net) AS disputes_carried_over,
        s.disputes_before + W(disputes_net) + disputes_net AS disputes_open_at_end$$;
    rates text := $$
        round(coalesce(s.succeeded, 0)::numeric / nullif(s.received, 0), 4) AS success_of_received,
        round(coalesce(s.succeeded, 0)::numeric / nullif(s.concluded, 0), 4) AS success_of_concluded,
        round(coalesce(s.days, 0)::numeric / nullif(s.timed, 0), 1) AS mean_days,
        round(coalesce(s.mediation_days, 0)::numeric / nullif(s.mediation_timed, 0), 1) AS mean_days_mediation,
        round(coalesce(s.fast_track_days, 0)::numeric / nullif(s.fast_track_timed, 0), 1) AS mean_days_fast_track$$;
    names text; -- the figures, in order, zero where nothing was counted
    cells text; -- the columns of stats.months_…
    earlier text; -- what each balance came to in the rows of the window before
    facet record;
    unit record;
    body text;
    within text; -- what the window w goes over
    months text; -- stats.months_… and years_… as text: to open a view takes longer than to read a small answer
    years text;
BEGIN
    SELECT string_agg(format('coalesce(s.%1$s, 0)::bigint AS %1$s', m[1]), ', ' ORDER BY n) INTO names
    FROM regexp_matches(sums, ' AS (\w+)', 'g') WITH ORDINALITY AS t (m, n)
    WHERE m[1] !~ '_(before|net)$';
    SELECT string_agg('c.' || attname, ', ' ORDER BY attnum) INTO cells FROM pg_attribute WHERE attrelid = 'stats.months_all'::regclass AND attnum > 0;
    SELECT string_agg(format(', (sum(s.%1$s_before + s.%1$s_net) OVER w - s.%1$s_before - s.%1$s_net)::bigint AS %1$s_net_w', m[1]), '') INTO earlier
    FROM regexp_matches(sums, ' AS (\w+)_net', 'g') m;

    -- Every dimension by every unit of time: annual, by_cause, by_cause_monthly … What was before a year is read by years
    -- (now is false), and within the year a window adds up, so that old years cost little; of all in one, which are a few
    -- rows a year, the window goes over the years.
    FOR facet IN SELECT * FROM (VALUES
        ('', 'all', ''''''),
        ('channel', 'all', 'channel || '' '' || procedure || CASE WHEN fast_track THEN '' fast_track'' ELSE '''' END'),
        ('cause', 'cause', 'key'), ('domain', 'cause', 'key2'), ('street', 'place', 'key'), ('community', 'place', 'key2'),
        ('mediator', 'hand', 'key'), ('body', 'hand', 'key2')) f (name, dimension, key) LOOP
        FOR unit IN SELECT * FROM (VALUES ('year', 'annual', ''),
                                          ('quarter', 'quarterly', ', extract(quarter FROM s.start)::int AS quarter'),
                                          ('month', 'monthly', ', extract(month FROM s.start)::int AS month')) u (name, word, part) LOOP
            body := replace(replace(replace(sums, 'GRAIN', unit.name), 'BEFORE(', 'FILTER (WHERE NOT now AND '), 'BEFORE', 'FILTER (WHERE NOT now)');
            body := regexp_replace(replace(body, 'NOW(', 'FILTER (WHERE now AND '), '\sNOW', ' FILTER (WHERE now)', 'g');
            within := NULL;
            months := rtrim(pg_get_viewdef(format('stats.months_%s', facet.dimension)::regclass), ';');
            years := rtrim(pg_get_viewdef(format('stats.years_%s', facet.dimension)::regclass), ';');
            IF unit.name = 'year' AND facet.dimension = 'all' THEN
                within := 's.court, s.key ORDER BY s.year';
                body := format('SELECT court, year, %s AS key, %s FROM (SELECT c.*, true AS now FROM (%s) c) c GROUP BY 1, 2, 3',
                    facet.key, body, years);
            ELSIF unit.name = 'year' THEN
                body := format('SELECT y.court, y.year, s.* FROM stats.court_year y CROSS JOIN LATERAL ('
                    'SELECT %s AS key, %s FROM (SELECT c.*, c.year = y.year AS now FROM (%s) c '
                    'WHERE c.court = y.court AND c.year <= y.year) c GROUP BY 1 HAVING bool_or(now)) s', facet.key, body, years);
            ELSE
                within := 's.court, s.year, s.key ORDER BY s.start NULLS FIRST';
                body := format('SELECT y.court, y.year, s.* FROM stats.court_year y CROSS JOIN LATERAL ('
                    'SELECT date_trunc(%L, c.day::timestamp)::date AS start, %s AS key, %s FROM ('
                    'SELECT %s, true AS now FROM (%s) c '
                    'WHERE c.court = y.court AND c.day >= make_date(y.year, 1, 1) AND c.day < make_date(y.year + 1, 1, 1) '
                    'UNION ALL SELECT %s, false FROM (%s) c WHERE c.court = y.court AND c.year < y.year) c GROUP BY 1, 2) s',
                    unit.name, facet.key, body, cells, months, replace(cells, 'c.day,', 'NULL::date,'), years);
            END IF;
            IF within IS NOT NULL THEN
                body := format('SELECT s.*%s FROM (%s) s WINDOW w AS (PARTITION BY %s ROWS UNBOUNDED PRECEDING)', earlier, body, within);
            END IF;
            EXECUTE format('CREATE VIEW stats.%I AS SELECT s.court, s.year%s%s, %s, %s, %s FROM (%s) s %s WHERE %s',
                CASE WHEN facet.name = '' THEN unit.word
                     ELSE 'by_' || facet.name || CASE unit.name WHEN 'year' THEN '' ELSE '_' || unit.word END END,
                unit.part,
                CASE facet.name WHEN '' THEN '' WHEN 'cause' THEN ', s.key, k.name' ELSE ', s.key, NULL::text AS name' END,
                names, regexp_replace(outer_list, 'W\((\w+)\)', CASE WHEN within IS NULL THEN '0' ELSE 's.\1_w' END, 'g'), rates, body,
                CASE facet.name
                    WHEN 'cause' THEN 'LEFT JOIN stats.cause k ON k.list = split_part(s.key, '' '', 1) AND k.code = split_part(s.key, '' '', 2)'
                    ELSE '' END,
                CASE unit.name WHEN 'year' THEN 'true' ELSE 's.start IS NOT NULL' END
                || CASE facet.name WHEN 'mediator' THEN ' AND s.key <> ''-''' ELSE '' END);
        END LOOP;
    END LOOP;

    -- Any period, by any dimension. Whole months are read folded, the edges from the ledger; as known at a moment: all from
    -- the ledger. Disputes of a period that is no calendar unit are counted one by one. The statement is put together from
    -- what the period needs, since most of a small answer's time is planning.
    body := replace(replace(sums, 'BEFORE(', 'FILTER (WHERE NOT now AND '), 'BEFORE', 'FILTER (WHERE NOT now)');
    body := regexp_replace(replace(body, 'NOW(', 'FILTER (WHERE now AND '), '\sNOW', ' FILTER (WHERE now)', 'g');
    EXECUTE format($f$
CREATE FUNCTION stats.figures_of(court text, first_day date, last_day date, dimension text, as_recorded_on timestamptz DEFAULT NULL)
RETURNS SETOF stats.by_cause LANGUAGE plpgsql STABLE PARALLEL SAFE AS $body$
DECLARE
    grain text := stats.grain($2, $3);
    head  date := date_trunc('month', $2);                                          -- the month that it begins in
    whole date := date_trunc('month', $2 + interval '1 month' - interval '1 day');  -- its first whole month
    tail  date := date_trunc('month', $3 + interval '1 day');                       -- the day after its last one
    source text := CASE WHEN $4 IN ('cause', 'domain') THEN 'cause' WHEN $4 IN ('street', 'community') THEN 'place'
                        WHEN $4 IN ('mediator', 'body') THEN 'hand' ELSE 'all' END;
    key text := CASE $4 WHEN 'channel' THEN 'c.channel || '' '' || c.procedure || CASE WHEN c.fast_track THEN '' fast_track'' ELSE '''' END'
                        WHEN 'total' THEN '''''' WHEN 'domain' THEN 'c.key2' WHEN 'community' THEN 'c.key2' WHEN 'body' THEN 'c.key2'
                        WHEN 'cause' THEN 'c.key' WHEN 'street' THEN 'c.key' WHEN 'mediator' THEN 'c.key' END;
    of text := format('%%s AS by, c.day >= %%L AS now FROM stats.', key, $2);
    rows text := format('SELECT c.*, %%scell c WHERE c.part = ''row'' AND c.court = %%L AND c.dimension = %%L', of, $1, source);
    edge text := replace(rows, 'c.*', '%4$s'); -- the columns of stats.months_…
    cells text;
    figures text := %1$L;
    singles text := '';
BEGIN
    IF key IS NULL THEN
        RETURN;
    END IF;
    IF $5 IS NOT NULL THEN
        cells := rows || format(' AND c.day <= %%L AND c.recorded_at <= %%L', $3, $5);
    ELSE
        cells := regexp_replace(format('SELECT %4$s, %%syears_%%s c WHERE c.court = %%L AND c.year %%s %%s', of, source, $1,
                                CASE grain WHEN 'year' THEN '<=' ELSE '<' END, extract(year FROM $2)), 'c\.day\M', 'make_date(c.year, 1, 1)', 'g');
        IF grain IS DISTINCT FROM 'year' THEN
            cells := cells || format(' UNION ALL SELECT %4$s, %%smonths_%%s c WHERE c.court = %%L AND c.day >= %%L '
                                     'AND (c.day < %%L OR c.day >= %%L AND c.day < %%L)',
                                     of, source, $1, date_trunc('year', $2)::date, head, whole, tail);
        END IF;
        IF head < whole OR greatest(whole, tail) <= $3 THEN
            cells := cells
                  || ' UNION ALL ' || edge || format(' AND c.day >= %%L AND c.day < %%L AND c.day <= %%L', head, whole, $3)
                  || ' UNION ALL ' || edge || format(' AND c.day >= %%L AND c.day <= %%L', greatest(whole, tail), $3);
        END IF;
    END IF;
    IF grain IS NULL THEN
        figures := regexp_replace(figures, 'coalesce\(s\.((\w+_)?disputes(_here)?), 0\)', 'coalesce(o.\1, 0)', 'g');
        singles := ' LEFT JOIN (SELECT d.by, count(*) FILTER (WHERE d.all_n > 0) AS disputes, count(*) FILTER (WHERE d.all_n > 0) AS disputes_here, '
            'count(*) FILTER (WHERE d.pre_n > 0) AS pre_litigation_disputes, count(*) FILTER (WHERE d.entrusted_n > 0) AS entrusted_disputes, '
            'count(*) FILTER (WHERE d.mediated_n > 0) AS all_mediated_disputes, count(*) FILTER (WHERE d.accepted_n > 0) AS mediations_accepted_disputes, '
            'count(*) FILTER (WHERE d.fast_n > 0) AS fast_track_disputes '
            'FROM (SELECT r.by, r.dispute_id, sum(r.completed) FILTER (WHERE r.channel <> ''triage'') AS all_n, '
            'sum(r.completed) FILTER (WHERE r.procedure = ''pre_filing_mediation'') AS pre_n, '
            'sum(r.completed) FILTER (WHERE r.procedure = ''entrusted_mediation'') AS entrusted_n, '
            'sum(r.completed) FILTER (WHERE r.is_mediation) AS mediated_n, sum(r.accepted) FILTER (WHERE r.is_mediation) AS accepted_n, '
            'sum(r.completed) FILTER (WHERE r.is_fast) AS fast_n FROM ('
            || rows || format(' AND c.day BETWEEN %%L AND %%L', $2, $3)
            || CASE WHEN $5 IS NULL THEN '' ELSE format(' AND c.recorded_at <= %%L', $5) END
            || ') r GROUP BY 1, 2) d GROUP BY 1) o ON o.by = s.key';
    END IF;
    RETURN QUERY EXECUTE format('SELECT %%L, %%s, s.key, ', $1, extract(year FROM $2)::int)
        || CASE WHEN $4 = 'cause' THEN 'k.name' ELSE 'NULL::text' END || ', ' || figures || ', ' || %2$L
        || ' FROM (SELECT by AS key, ' || replace(%3$L, 'GRAIN', coalesce(grain, 'year')) || ' FROM (' || cells || ') c GROUP BY by) s' || singles
        || CASE WHEN $4 = 'cause' THEN ' LEFT JOIN stats.cause k ON k.list = split_part(s.key, '' '', 1) AND k.code = split_part(s.key, '' '', 2)' ELSE '' END
        || CASE WHEN $4 = 'mediator' THEN ' WHERE s.key <> ''-''' ELSE '' END;
END
$body$ $f$,
        names, regexp_replace(outer_list, 'W\((\w+)\)', '0', 'g') || ', ' || rates, body,
        cells);

    -- A figure traced to its cases: the same list, row by row.
    SELECT string_agg(format('WHEN %L THEN %s', m[3], CASE WHEN m[2] IS NULL THEN 'r.' || m[1]
                             ELSE format('CASE WHEN %s THEN r.%s END', regexp_replace(m[2], '(procedure|channel|is_\w+)', 'r.\1', 'g'), m[1]) END),
                      E'\n            ')
    INTO body
    FROM regexp_matches(sums, 'sum\((\w+)\) NOW(?:\(([^)]*)\))? AS (\w+)', 'g') AS t (m);
    body := regexp_replace(body, 'r\.(\w+)_GRAIN',
                           'CASE stats.grain($2, $3) WHEN ''year'' THEN r.\1_year WHEN ''quarter'' THEN r.\1_quarter ELSE r.\1_month END', 'g');
    EXECUTE format($f$
CREATE FUNCTION stats.cases(court text, first_day date, last_day date, figure text, dimension text DEFAULT 'total', key text DEFAULT '')
RETURNS TABLE (dispute_id bigint, referral_id bigint, event_id bigint, day date, measure text, channel text, procedure text,
               fast_track boolean, outcome text, reason text, value bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $body$
SELECT t.dispute_id, t.referral_id, t.event_id, t.day, t.measure, t.channel, t.procedure, t.fast_track, t.outcome, t.reason, t.value::bigint
FROM (SELECT r.*, CASE $4
            %s END AS value
      FROM stats.cell_keyed r
      WHERE r.court = $1 AND r.day BETWEEN $2 AND $3 AND r.facet = $5 AND r.by = $6) t
WHERE t.value <> 0
UNION ALL
SELECT min(r.dispute_id), r.referral_id, max(r.event_id), min(r.day), 'entered', r.channel, r.procedure, r.fast_track, NULL, NULL, sum(r.balance)
FROM stats.cell_keyed r
WHERE $4 IN ('carried_over', 'open_at_end') AND r.court = $1 AND r.facet = $5 AND r.by = $6
  AND CASE $4 WHEN 'carried_over' THEN r.day < $2 ELSE r.day <= $3 END
GROUP BY r.referral_id, r.channel, r.procedure, r.fast_track
HAVING sum(r.balance) <> 0
$body$ $f$, body);
END
$do$;
COMMENT ON FUNCTION stats.figures_of(text, date, date, text, timestamptz) IS
    '一院任一时段（含首末两日，Asia/Shanghai）的全部数字，按维度total、channel、cause、domain、street、community、mediator、body；as_recorded_on：当时所知。 All figures of a court over any period, both days included, Asia/Shanghai, by total, channel, cause, domain, street, community, mediator or body; as_recorded_on: as known at that moment. The columns are those of stats.by_cause.';
COMMENT ON FUNCTION stats.cases(text, date, date, text, text, text) IS
    '一个数字由哪些案件构成：value之和等于该数字（figure为stats.figures_of的列名），日期为生效日，Asia/Shanghai；维度与取值同stats.split。 The cases behind a figure (a column of stats.figures_of): their values add up to it; day: the day it took effect, Asia/Shanghai; dimension and key as in stats.split.';
