-- After a restore from a dump: the numbers of transactions are those of the old server. What was sealed goes before
-- what was not, and both before all that comes. Readers of the feed begin anew. The chain does not cover the number.
UPDATE event SET xid = CASE WHEN (event.xid, event.event_id) <= (p.xid, p.event_id) THEN xid8 '3' ELSE xid8 '4' END
FROM chain_place p;
UPDATE chain_place SET xid = '3', event_id = 9223372036854775807;
UPDATE link_place SET xid = '3', event_id = 9223372036854775807;
-- The ledger likewise: what of it waits to be folded again (fold_court) stays what waits.
UPDATE ledger SET xid = CASE WHEN pg_visible_in_snapshot(ledger.xid, p.counted)
                                  AND EXISTS (SELECT FROM fold_court c WHERE c.court = ledger.court AND ledger.xid >= c.xid)
                             THEN xid8 '3' ELSE xid8 '4' END
FROM fold_place p;
UPDATE fold_court SET xid = '3';
UPDATE fold_place SET xid = '4', counted = '4:4:';
