UPDATE link_place SET xid = $1::text::xid8, event_id = $2
