-- The clocks of a referral that are not over, the earliest first; days since 1970.
SELECT what, state, due_on - date '1970-01-01', near_on - date '1970-01-01', act_on - date '1970-01-01',
       extend_to - date '1970-01-01'
FROM deadline
WHERE court = $1 AND referral_id = $2 AND until <> 'performed' AND state IN ('running', 'near', 'passed', 'paused')
ORDER BY due_on, what
