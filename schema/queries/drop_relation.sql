DELETE FROM mediator_relation WHERE court = $1 AND mediator = $2 AND relation_id = $3 RETURNING kind
