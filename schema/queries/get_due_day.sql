-- The due day of a referral: the earliest of its running clocks that set one ($3). In days of 1970.
SELECT min(due_on) - date '1970-01-01'
FROM deadline
WHERE court = $1 AND referral_id = $2 AND what = ANY ($3::text[]) AND state IN ('running', 'near', 'passed', 'paused')
