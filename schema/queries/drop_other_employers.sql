-- The employers of a mediator other than the one whose hash is $3 (null: all of them).
DELETE FROM mediator_relation
WHERE court = $1 AND mediator = $2 AND kind = 'employer' AND ($3::bytea IS NULL OR hash <> $3)
RETURNING relation_id
