UPDATE referral
SET state = $5, outcome = $6, reason = $7, concluded_at = $8, sealed = $9
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim = $4
RETURNING referral_id
