-- Back to where it came from; with $6 the holder is remembered as one who declined.
UPDATE referral
SET state = $5, declined_by = CASE WHEN $6 AND NOT mediator = ANY (declined_by)
                                   THEN array_append(declined_by, mediator) ELSE declined_by END,
    claim = NULL, mediator = NULL, offered_at = NULL, accept_by = NULL, accepted_at = NULL, due_on = NULL, paused_at = NULL, paused_days = 0
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim = $4
RETURNING referral_id
