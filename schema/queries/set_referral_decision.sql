-- The open referral goes on under a new decision of the same route.
UPDATE referral SET decision_id = $3, priority = $4, rank_at = $5
WHERE court = $1 AND referral_id = $2
RETURNING docket
