-- A clock gets another last day: it runs to it afresh.
UPDATE deadline
SET state = 'running', due_on = $4, near_on = $5, act_on = $6, extend_to = $7, look_on = coalesce($5::date, $4::date + 1)
WHERE court = $1 AND referral_id = $2 AND what = $3 AND state IN ('running', 'near', 'passed', 'paused')
RETURNING what
