DELETE FROM queue WHERE court = $1 AND referral_id = $2
