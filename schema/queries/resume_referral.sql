-- The days that it stood still do not count.
UPDATE referral SET state = $5, paused_at = NULL, paused_days = $6, due_on = $7
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[]) AND claim = $4
RETURNING referral_id
