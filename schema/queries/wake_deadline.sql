-- A clock goes on with the day it had: what was told stays told ($4: from which day on it was near).
UPDATE deadline
SET state = CASE WHEN state = 'passed' THEN state WHEN near_on <= $4::date THEN 'near' ELSE 'running' END,
    look_on = CASE WHEN state = 'passed' THEN $5::date + 1
                   WHEN near_on IS NULL OR near_on <= $4::date THEN due_on + 1 ELSE near_on END,
    act_on = $5
WHERE court = $1 AND referral_id = $2 AND what = $3 AND state IN ('passed', 'paused')
RETURNING what
