-- What could not be done today is tried again tomorrow.
UPDATE deadline SET look_on = $4::date + 1
WHERE court = $1 AND referral_id = $2 AND what = $3 AND state = 'passed'
