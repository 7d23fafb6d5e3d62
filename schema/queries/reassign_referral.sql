-- A clerk names the mediator: a fresh claim, and the one before is not asked again.
UPDATE referral
SET state = $4, claim = $5, mediator = $6,
    body = coalesce((SELECT m.body FROM mediator m WHERE m.court = $1 AND m.mediator = $6), body), offered_at = $7, accept_by = $8, accepted_at = NULL, due_on = NULL, paused_at = NULL, paused_days = 0,
    declined_by = CASE WHEN mediator IS NULL OR mediator = $6 OR mediator = ANY (declined_by) THEN declined_by
                       ELSE array_append(declined_by, mediator) END
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[])
RETURNING referral_id
