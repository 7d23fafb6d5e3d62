UPDATE fold_place SET xid = $1::text::xid8, folded_at = now()
