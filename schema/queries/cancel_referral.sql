-- One that nobody had accepted was never with a mediator.
UPDATE referral
SET state = $4, claim = NULL, mediator = CASE WHEN accepted_at IS NOT NULL THEN mediator END
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[])
RETURNING referral_id
