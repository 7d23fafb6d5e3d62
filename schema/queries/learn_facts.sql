-- What a report teaches about the dispute becomes facts of its document, for this and every later decision.
UPDATE dispute
SET document = jsonb_set(document::jsonb, '{facts}',
                         coalesce(document::jsonb -> 'facts', '{}'::jsonb) || $3::jsonb)::json
WHERE court = $1 AND dispute_id = $2
