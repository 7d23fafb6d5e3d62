-- Whether events, or what is folded, bear numbers of transactions that this server has not reached: it was filled from a dump of another.
SELECT coalesce((SELECT max(xid) FROM event) >= pg_snapshot_xmax(pg_current_snapshot()), false)
       OR (SELECT pg_snapshot_xmax(counted) FROM fold_place) > pg_snapshot_xmax(pg_current_snapshot())
