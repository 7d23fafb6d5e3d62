UPDATE referral SET outcome = $4, reason = $5, concluded_at = $6
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[])
RETURNING referral_id
