-- The declared relations of a mediator: ids and kinds, since whom they name stands nowhere.
SELECT relation_id, kind, subject FROM mediator_relation WHERE court = $1 AND mediator = $2 ORDER BY relation_id
