-- Who may do what in the database. The owner of the tables applies migrations and runs the commands of an
-- administrator. The daemon is fenliu_engine: it owns nothing, drops and truncates nothing, and what is recorded once
-- (events, the chain, decisions, the ledger, docket numbers) it can only add to. Analysts have logins of their own in
-- the role fenliu_analyst, which reads schema stats and nothing else (schema/analyst/0200_rights.sql).
--
-- Roles belong to the whole server and need rights to make: without them all goes on as before, with a warning.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        CREATE ROLE fenliu_engine LOGIN BYPASSRLS; -- COPY does not go with row-level security
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        CREATE ROLE fenliu_stats NOLOGIN; -- owns the views of stats, and is subject to row-level security
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_analyst') THEN
        CREATE ROLE fenliu_analyst NOLOGIN;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'fenliu: this connection may not create roles: the daemon runs as the owner of its tables, and analysts are not limited to their courts (docs/operations.md)';
    WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this server made them at the same moment
END
$$;

CREATE TABLE analyst (
    login  name   PRIMARY KEY,
    courts text[] NOT NULL CHECK (cardinality(courts) > 0)
);
COMMENT ON TABLE analyst IS 'which courts a login of the role fenliu_analyst may count; {*}: all';

CREATE FUNCTION analyst_courts(login name) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = fenliu, pg_temp AS $$
    SELECT CASE
               WHEN pg_has_role(login, current_user, 'MEMBER') OR pg_has_role(login, 'fenliu_engine', 'MEMBER')
                   THEN '{*}'
               ELSE (SELECT courts FROM analyst WHERE analyst.login = $1)
           END
$$;
COMMENT ON FUNCTION analyst_courts(name) IS 'by the owner''s rights (current_user), since analysts read no table; the owner and the daemon count every court';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine')
       OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA fenliu TO fenliu_engine, fenliu_stats;
    GRANT USAGE ON SEQUENCE id_block TO fenliu_engine;
    GRANT SELECT ON ALL TABLES IN SCHEMA fenliu TO fenliu_engine;
    GRANT INSERT ON dispute, dispute_key, party, decision, referral, queue, event, docket_counter, docket, ledger,
        request, setting, chain, key_mark TO fenliu_engine;
    GRANT UPDATE ON dispute, dispute_key, party, referral, queue, docket_counter, setting, chain_place
        TO fenliu_engine;
    GRANT DELETE ON dispute_key, party, queue, request TO fenliu_engine;
    -- tables of later migrations; those that are only ever added to take the rest back
    ALTER DEFAULT PRIVILEGES IN SCHEMA fenliu GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO fenliu_engine;
    ALTER DEFAULT PRIVILEGES IN SCHEMA fenliu GRANT USAGE ON SEQUENCES TO fenliu_engine;

    GRANT SELECT ON ledger, cause TO fenliu_stats;
    ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
    -- current_user is who asks, also through a view of another owner; asked once a statement
    CREATE POLICY analyst_courts ON ledger FOR SELECT TO fenliu_stats
        USING (court = ANY ((SELECT analyst_courts(current_user))::text[])
               OR '*' = ANY ((SELECT analyst_courts(current_user))::text[]));
END
$$;
