-- The number of the body's own, where the policy gives none.
UPDATE referral SET docket = coalesce(docket, $3) WHERE court = $1 AND referral_id = $2
