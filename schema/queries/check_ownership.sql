-- Whether we may apply migrations: there is no schema yet, or its tables are ours.
SELECT NOT EXISTS (SELECT FROM pg_class c
                   WHERE c.oid = to_regclass('fenliu.migration') AND NOT pg_has_role(current_user, c.relowner, 'USAGE')),
       EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine')
