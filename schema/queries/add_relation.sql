-- A declared relation; no row: it stands already.
INSERT INTO mediator_relation (court, relation_id, mediator, kind, subject, hash) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
RETURNING relation_id
