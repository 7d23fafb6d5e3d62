UPDATE referral SET body_docket = $3 WHERE court = $1 AND referral_id = $2
