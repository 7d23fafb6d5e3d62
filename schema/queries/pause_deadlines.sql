-- The clocks of a referral stand still. Of one that has passed already nothing follows while they do.
UPDATE deadline SET state = CASE state WHEN 'passed' THEN state ELSE 'paused' END, look_on = NULL
WHERE court = $1 AND referral_id = $2 AND until <> 'performed' AND state IN ('running', 'near', 'passed')
