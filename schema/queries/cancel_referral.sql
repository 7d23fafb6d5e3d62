UPDATE referral SET state = $4, claim = NULL
WHERE court = $1 AND referral_id = $2 AND state = ANY ($3::text[])
RETURNING referral_id
