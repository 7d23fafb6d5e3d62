UPDATE referral SET state = $5, paused_at = $6
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim = $4
RETURNING referral_id
