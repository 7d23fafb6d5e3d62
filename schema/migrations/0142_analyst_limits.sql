-- An analyst's session does not run for hours, nor hold an old snapshot that keeps what is deleted from being cleared away.
-- Settings belong to a login, not to the role that it is in: whoever is named in analyst gets them.
CREATE FUNCTION limit_analyst(login name) RETURNS void LANGUAGE plpgsql SET search_path = fenliu, pg_temp AS $$
DECLARE
    setting record;
BEGIN
    FOR setting IN VALUES ('statement_timeout', '2min'), ('idle_in_transaction_session_timeout', '1min'), ('idle_session_timeout', '4h'),
                          ('jit', 'off'), ('timezone', 'Asia/Shanghai') LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %L', login, current_database(), setting.column1, setting.column2);
    END LOOP;
EXCEPTION
    WHEN insufficient_privilege OR undefined_object THEN
        RAISE WARNING 'fenliu: % gets no time-outs: the login does not exist, or this connection may not alter it', login;
END
$$;
CREATE FUNCTION analyst_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fenliu.limit_analyst(new.login);
    RETURN NULL;
END
$$;
CREATE TRIGGER analyst_named AFTER INSERT OR UPDATE ON analyst FOR EACH ROW EXECUTE FUNCTION analyst_named();
SELECT limit_analyst(login) FROM analyst;
