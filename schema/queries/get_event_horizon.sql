-- All events of transactions below this number are visible.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text
