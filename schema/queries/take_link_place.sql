-- The keeper's place, held until the commit; no row when another has it.
SELECT xid::text, event_id FROM link_place FOR UPDATE SKIP LOCKED
