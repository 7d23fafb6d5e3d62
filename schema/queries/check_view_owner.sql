-- Whether views of stats belong to somebody else than fenliu_stats, as after a restore without owners: then analysts
-- would count every court. False where the role is missing.
SELECT EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.rolname = 'fenliu_stats'
               WHERE c.relnamespace = to_regnamespace('stats') AND c.relkind = 'v' AND c.relowner <> r.oid)
