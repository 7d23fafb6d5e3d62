-- The keeper's place, held until the commit; no row when another has it, or has moved it on.
SELECT 1 FROM link_place WHERE (xid, event_id) = ($1::text::xid8, $2::bigint) FOR UPDATE SKIP LOCKED
