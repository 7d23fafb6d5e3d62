-- Whether the analyst scripts have to come again though none changed: views of stats belong to somebody else than
-- fenliu_stats, as after a restore without owners (then analysts would count every court; false where the role is
-- missing), or the roll-ups were folded when outcomes counted as something else.
SELECT EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.rolname = 'fenliu_stats'
               WHERE c.relnamespace = to_regnamespace('stats') AND c.relkind = 'v' AND c.relowner <> r.oid)
       OR (SELECT split_part(definition, ' ', 2) FROM fold_place) <> outcomes_counted()
