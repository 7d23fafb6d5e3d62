-- One that nobody had accepted was never with a mediator.
UPDATE referral
SET state = $5, outcome = $6, reason = $7, concluded_at = $8, sealed = $9, paused_days = $10, paused_at = NULL,
    mediator = CASE WHEN accepted_at IS NOT NULL THEN mediator END
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim IS NOT DISTINCT FROM $4::bigint
RETURNING referral_id
