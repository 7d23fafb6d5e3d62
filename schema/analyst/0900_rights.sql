-- The views belong to fenliu_stats, who is subject to the row-level security of the ledger: so each analyst counts the
-- courts that stand beside the login in fenliu.analyst, and no others. Nothing of this where the roles are missing.
DO $$
DECLARE
    thing record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats')
       OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_analyst') THEN
        RETURN;
    END IF;
    GRANT USAGE, CREATE ON SCHEMA stats TO fenliu_stats;
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
                 WHERE c.relnamespace = 'stats'::regnamespace AND c.relkind = 'v' LOOP
        EXECUTE format('ALTER VIEW %s OWNER TO fenliu_stats', thing.name);
    END LOOP;
    GRANT USAGE ON SCHEMA stats TO fenliu_analyst, fenliu_engine;
    GRANT SELECT ON ALL TABLES IN SCHEMA stats TO fenliu_analyst, fenliu_engine;
    REVOKE CREATE ON SCHEMA stats FROM fenliu_stats;
END
$$;

-- Short questions: compiling them would take longer than answering them.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'fenliu: jit = off is for the owner of the database to set (docs/operations.md)';
END
$$;
