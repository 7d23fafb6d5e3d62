-- A portion of at most $1 rows of each kind into the roll-ups, when no other process folds: how many, and whether there is more.
SELECT moved, more FROM stats.fold($1)
