-- What the ledger says of each effect beside what it said, and the roll-ups that it is folded into, so that a figure costs
-- the same whatever the history. The ledger stays as it is written: insert-only, the trace of every figure. What is folded
-- is known by the number of the transaction: rows below fold_place.xid are in the roll-ups, the others are counted from
-- the ledger. No row is lost that commits late: the fold never passes a transaction that still runs.
ALTER TABLE ledger
    ADD COLUMN xid        xid8     NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN community  text,
    ADD COLUMN claimants  int      NOT NULL DEFAULT 1,
    ADD COLUMN opens      boolean  NOT NULL DEFAULT false,
    ADD COLUMN continues  boolean  NOT NULL DEFAULT false,
    ADD COLUMN registered boolean  NOT NULL DEFAULT false,
    ADD COLUMN late       boolean  NOT NULL DEFAULT false,
    ADD COLUMN paused     int      NOT NULL DEFAULT 0,
    ADD COLUMN entered_on date,
    ADD COLUMN accepted_on date,
    ADD COLUMN first_here smallint NOT NULL DEFAULT 0,
    ADD COLUMN first_kind smallint NOT NULL DEFAULT 0,
    ADD COLUMN first_all  smallint NOT NULL DEFAULT 0;

-- A civil suit at first instance. A payment order that ends by an objection is none: the suit after it is a case of its own.
CREATE FUNCTION ledger_civil(procedure text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT procedure IN ('small_claims', 'summary', 'ordinary')
$$;

UPDATE ledger l SET
    community = d.community, claimants = d.claimants, opens = l.measure = 'entered' AND r.visit = 1,
    continues = EXISTS (SELECT FROM referral e WHERE e.court = l.court AND e.dispute_id = l.dispute_id
                        AND e.visit = r.visit - 1 AND e.outcome = 'converted'
                        AND ledger_civil(e.procedure) AND ledger_civil(r.procedure)),
    registered = l.channel = 'court' AND EXISTS (SELECT FROM referral e WHERE e.court = l.court AND e.dispute_id = l.dispute_id
                        AND e.visit < r.visit AND e.procedure = 'entrusted_mediation'),
    late = l.measure = 'concluded' AND l.day > r.due_on,
    entered_on = (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date,
    accepted_on = (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date,
    first_here = CASE WHEN l.first THEN 4 ELSE 0 END,
    first_kind = CASE WHEN l.first THEN 4 ELSE 0 END,
    first_all = CASE WHEN l.first THEN 4 ELSE 0 END
FROM referral r JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
WHERE r.court = l.court AND r.referral_id = l.referral_id;
ALTER TABLE ledger DROP COLUMN first;

-- One event may take back and put rows of several referrals. The key serves the fold and those who read past it.
ALTER TABLE ledger DROP CONSTRAINT ledger_pkey;
ALTER TABLE ledger ADD PRIMARY KEY (court, xid, event_id, referral_id, measure, n);

COMMENT ON TABLE ledger IS 'what each event did to the counts, written in its transaction, insert-only; a correction is −1 and +1';
COMMENT ON COLUMN ledger.measure IS 'entered | accepted | concluded | lapsed (an offer) | cancelled (left without an outcome: withdrawn, routed anew) | closed (the dispute is over; its last referral) | due, performed, performed_part (an agreement, on the day by which it is to be performed)';
COMMENT ON COLUMN ledger.xid IS 'the transaction: what is below fold_place.xid stands in the roll-ups';
COMMENT ON COLUMN ledger.claimants IS 'of the dispute';
COMMENT ON COLUMN ledger.opens IS 'entered: the first referral of its dispute';
COMMENT ON COLUMN ledger.continues IS 'a civil suit that goes on under another procedure after a conversion: no second case';
COMMENT ON COLUMN ledger.registered IS 'a suit that the court had registered before it entrusted its mediation: no second case received';
COMMENT ON COLUMN ledger.late IS 'concluded after the last day that it was due on';
COMMENT ON COLUMN ledger.days IS 'concluded: calendar days from the start of the clock, without those paused';
COMMENT ON COLUMN ledger.paused IS 'concluded: days for appraisal and such, which do not count';
COMMENT ON COLUMN ledger.first_here IS '0 … 4: its dispute was not yet counted under this measure, channel and procedure in this month (1), quarter (2), year (3), ever (4): sums to distinct disputes';
COMMENT ON COLUMN ledger.first_kind IS 'the same among all mediation, or the fast track, or the channel';
COMMENT ON COLUMN ledger.first_all IS 'the same among all of the dispute, triage apart';

-- How near the last one before it lies: the level of ledger.first_…
CREATE FUNCTION ledger_level(before date, day date) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN before IS NULL THEN 4
            WHEN date_trunc('year', before::timestamp) < date_trunc('year', day::timestamp) THEN 3
            WHEN date_trunc('quarter', before::timestamp) < date_trunc('quarter', day::timestamp) THEN 2
            WHEN date_trunc('month', before::timestamp) < date_trunc('month', day::timestamp) THEN 1
            ELSE 0 END::smallint
$$;
COMMENT ON FUNCTION ledger_level(date, date) IS 'before: the last earlier day on which the dispute was counted; null: never';

-- Among what a dispute counts once: all mediation, the fast track, else the channel.
CREATE FUNCTION ledger_kind(channel text, fast_track boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN channel IN ('mediation', 'union') THEN 'mediation' WHEN fast_track THEN 'fast_track' ELSE channel END
$$;

-- Counted cells, added up by court, month and the key of a dimension: all, cause (list and code; domain), place (street;
-- community), hand (mediator; body). Null is nothing, to keep rows short. What each cell counts says stats.effect.
CREATE TABLE tally (
    court      text    NOT NULL,
    dimension  text    NOT NULL,
    month      date    NOT NULL,
    key        text    NOT NULL,
    key2       text    NOT NULL,
    channel    text    NOT NULL,
    procedure  text    NOT NULL,
    fast_track boolean NOT NULL,
    entered int, accepted int, concluded int, completed int, succeeded int, settled int, cancelled int,
    cancelled_held int, concluded_unheld int, lapsed int, continued int, registered int, transferred int, converted int, judged int, mediated int, withdrawn int,
    deemed_withdrawn int, dismissed int, opened int, closed int, first_month int, first_quarter int, first_year int,
    kind_month int, kind_quarter int, kind_year int, all_month int, all_quarter int, all_year int,
    taken_month int, taken_quarter int, taken_year int, claimants int, claimants_received int,
    days int, timed int, paused int, late int, due int, performed int, performed_part int,
    PRIMARY KEY (court, dimension, month, key, key2, channel, procedure, fast_track)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally IS 'the ledger folded, by the keeper only';

CREATE TABLE tally_outcome (
    court text NOT NULL, month date NOT NULL, channel text NOT NULL, procedure text NOT NULL, fast_track boolean NOT NULL,
    outcome text NOT NULL, reason text NOT NULL, n int NOT NULL,
    PRIMARY KEY (court, month, channel, procedure, fast_track, outcome, reason)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally_outcome IS 'conclusions by outcome and reason (''-'': none)';

CREATE TABLE tally_days (
    court text NOT NULL, month date NOT NULL, channel text NOT NULL, procedure text NOT NULL, fast_track boolean NOT NULL,
    days int NOT NULL, n int NOT NULL,
    PRIMARY KEY (court, month, channel, procedure, fast_track, days)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally_days IS 'completions by how many days they took: medians and percentiles come from it';

-- Of what was accepted in a month: how much was concluded since, and how.
CREATE TABLE tally_cohort (
    court text NOT NULL, month date NOT NULL, channel text NOT NULL, procedure text NOT NULL,
    concluded int NOT NULL, succeeded int NOT NULL,
    PRIMARY KEY (court, month, channel, procedure)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally_cohort IS 'mediations concluded and succeeded by the month of their acceptance';

-- What is open, by the day it entered: ages add up. A day of which nothing is open has no row.
CREATE TABLE tally_open (
    court text NOT NULL, entered_on date NOT NULL, channel text NOT NULL, procedure text NOT NULL,
    fast_track boolean NOT NULL, n int NOT NULL,
    PRIMARY KEY (court, entered_on, channel, procedure, fast_track)
) WITH (fillfactor = 80);

-- How far it is folded, and by which definitions: other ones fold all again.
CREATE TABLE fold_place (
    one_row    boolean     PRIMARY KEY DEFAULT true CHECK (one_row),
    xid        xid8        NOT NULL,
    definition text        NOT NULL,
    folded_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO fold_place (xid, definition) VALUES ('0', '');

DO $$
DECLARE
    name text;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE DELETE ON tally, tally_outcome, tally_days, tally_cohort, fold_place FROM fenliu_engine;
        REVOKE INSERT ON fold_place FROM fenliu_engine;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        RETURN;
    END IF;
    GRANT SELECT ON fold_place TO fenliu_stats;
    FOREACH name IN ARRAY '{tally, tally_outcome, tally_days, tally_cohort, tally_open}'::text[] LOOP
        EXECUTE format('GRANT SELECT ON %I TO fenliu_stats', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY analyst_courts ON %I FOR SELECT TO fenliu_stats '
                       'USING (court = ANY ((SELECT analyst_courts(current_user))::text[]) '
                       'OR ''*'' = ANY ((SELECT analyst_courts(current_user))::text[]))', name);
    END LOOP;
END
$$;

-- What is open and past its day is read from the referrals themselves: no name, no text. So is the clock of a synthetic database.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        GRANT SELECT (court, channel, procedure, fast_track, state, due_on) ON referral TO fenliu_stats;
        GRANT SELECT ON setting TO fenliu_stats;
        ALTER TABLE referral ENABLE ROW LEVEL SECURITY;
        CREATE POLICY analyst_courts ON referral FOR SELECT TO fenliu_stats
            USING (court = ANY ((SELECT analyst_courts(current_user))::text[])
                   OR '*' = ANY ((SELECT analyst_courts(current_user))::text[]));
    END IF;
END
$$;
