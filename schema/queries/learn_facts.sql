-- What a report teaches about the dispute becomes facts of its document, for this and every later decision.
UPDATE dispute
SET document = jsonb_set(document, '{facts}', coalesce(document -> 'facts', '{}'::jsonb) || $3::jsonb)
WHERE court = $1 AND dispute_id = $2
