-- Whether we are the one that folds (until the end of the transaction); from which transaction on, and up to which all
-- are over.
SELECT pg_try_advisory_xact_lock(hashtext('fenliu.fold')), xid::text, pg_snapshot_xmin(pg_current_snapshot())::text
FROM fold_place
