-- The views of stats belong to fenliu_stats, so its policy asks about everybody who reads through them. The owner of the
-- tables and the daemon read the tables themselves: they count every court.
CREATE OR REPLACE FUNCTION analyst_courts(login name) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = fenliu, pg_temp AS $$
SELECT coalesce((SELECT courts FROM analyst WHERE analyst.login = $1),
                CASE WHEN $1 = 'fenliu_engine'
                          OR pg_has_role($1, (SELECT relowner FROM pg_class WHERE oid = 'fenliu.ledger'::regclass), 'USAGE')
                     THEN '{*}'::text[] END)
$$;
