-- What was changed about a mediator or a body, in order.
SELECT (date_part('epoch', at) * 1000)::bigint, actor, data::text
FROM event
WHERE court = $1 AND dispute_id = 0 AND type = $2 AND data ->> $3 = $4
ORDER BY at, xid, event_id
