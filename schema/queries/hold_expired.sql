-- Whether it still is as list_expired saw it: not extended, paused or concluded meanwhile.
SELECT what FROM deadline
WHERE court = $1 AND referral_id = $2 AND what = $3 AND state = 'passed' AND look_on <= $4::date FOR UPDATE
