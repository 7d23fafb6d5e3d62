UPDATE referral SET due_on = $5
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim = $4
RETURNING referral_id
