DELETE FROM delivery_target WHERE court = $1 AND channel = $2 AND body = $3 RETURNING url
