-- Nobody reads the ledger for a figure any more. What a statement counts is added up in its own transaction, by a trigger of
-- the ledger (stats.count_effects), into short-lived cells: tally_new and tally_new_part. Each writer adds to cells of its
-- own (slot), so that none waits for another, and there are never more of them than cells times writers at work, however
-- much waits. The keeper moves them into the roll-ups in one transaction, so that each reader sees a cell in one place. Years
-- stand beside months: a figure of a year is a row for each key, and what was open before is added up from years. What had
-- been counted before the trigger was there is folded from the ledger, court by court (fold_court).
TRUNCATE tally, tally_outcome, tally_days, tally_cohort, tally_open;

CREATE TABLE tally_year (LIKE tally) WITH (fillfactor = 80);
ALTER TABLE tally_year DROP COLUMN month;
ALTER TABLE tally_year ADD COLUMN year int NOT NULL;
ALTER TABLE tally_year ADD PRIMARY KEY (court, dimension, year, key, key2, channel, procedure, fast_track);
COMMENT ON TABLE tally_year IS 'the same by year';

-- Cleared away often, and with what is cleared its places in the indexes.
CREATE TABLE tally_new (LIKE tally, slot int NOT NULL)
    WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.2, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = -1);
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = 'tally_new'::regclass AND attnum > 8 AND attname <> 'slot' LOOP
        EXECUTE format('ALTER TABLE tally_new ALTER %1$I SET DEFAULT 0, ALTER %1$I SET NOT NULL', name);
    END LOOP;
END
$$;
ALTER TABLE tally_new ADD PRIMARY KEY (court, dimension, month, key, key2, channel, procedure, fast_track, slot);
COMMENT ON TABLE tally_new IS 'cells that the keeper has not added to tally and tally_year yet';
COMMENT ON COLUMN tally_new.slot IS 'who writes: the number of the advisory lock (fenliu.slot) that its transaction holds; 0: the keeper';

CREATE TABLE tally_new_part (
    court text NOT NULL, part text NOT NULL, month date NOT NULL, channel text NOT NULL, procedure text NOT NULL,
    fast_track boolean NOT NULL, key text NOT NULL, key2 text NOT NULL, n int NOT NULL, succeeded int NOT NULL, slot int NOT NULL,
    PRIMARY KEY (court, part, month, channel, procedure, fast_track, key, key2, slot)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.2, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = -1);
COMMENT ON TABLE tally_new_part IS 'the same for tally_outcome, tally_days, tally_cohort and tally_open: part is the end of its name';
COMMENT ON COLUMN tally_new_part.month IS 'of open: the day of entry';
COMMENT ON COLUMN tally_new_part.key IS 'outcome: outcome and reason; days: how many';
COMMENT ON COLUMN tally_new_part.n IS 'open: entered less concluded and cancelled';

-- A court is here while rows of its ledger from before the trigger are not folded: those from xid on that fold_place.counted
-- shows. A row of a transaction that ran then and wrote later is not among them: the trigger counts it.
CREATE TABLE fold_court (court text PRIMARY KEY, xid xid8 NOT NULL DEFAULT '0');
ALTER TABLE fold_place ADD COLUMN counted pg_snapshot NOT NULL DEFAULT pg_current_snapshot();
COMMENT ON COLUMN fold_place.counted IS 'what of the ledger was there before the trigger counted by these definitions';
COMMENT ON COLUMN fold_place.xid IS 'what transactions below it have counted stands in the roll-ups';
COMMENT ON COLUMN ledger.xid IS 'the transaction';
UPDATE fold_place SET xid = '0', definition = '';

-- Asked for every table of a statement: so that it is prepared once a session.
CREATE OR REPLACE FUNCTION analyst_courts(login name) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = fenliu, pg_temp AS $$
BEGIN
    IF pg_has_role(login, current_user, 'MEMBER') OR pg_has_role(login, 'fenliu_engine', 'MEMBER') THEN
        RETURN '{*}';
    END IF;
    RETURN (SELECT courts FROM analyst WHERE analyst.login = $1);
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE DELETE ON tally_year FROM fenliu_engine;
        REVOKE INSERT ON fold_court FROM fenliu_engine;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        RETURN;
    END IF;
    GRANT SELECT ON fold_court TO fenliu_stats;
    FOREACH name IN ARRAY '{tally_year, tally_new, tally_new_part}'::text[] LOOP
        EXECUTE format('GRANT SELECT ON %I TO fenliu_stats', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY analyst_courts ON %I FOR SELECT TO fenliu_stats '
                       'USING (court = ANY ((SELECT analyst_courts(current_user))::text[]) '
                       'OR ''*'' = ANY ((SELECT analyst_courts(current_user))::text[]))', name);
    END LOOP;
END
$$;
