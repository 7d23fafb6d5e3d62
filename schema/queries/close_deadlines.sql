-- The clocks that a step ends: met when their day has not passed, else late. $3 is what has come about; an offer came
-- about on the day $5, everything else on $4.
UPDATE deadline
SET state = CASE WHEN CASE until WHEN 'offered' THEN coalesce($5::date, $4::date) ELSE $4::date END <= due_on THEN 'met' ELSE 'late' END,
    closed_on = $4::date, look_on = NULL
WHERE court = $1 AND referral_id = $2 AND until = ANY ($3::text[]) AND state IN ('running', 'near', 'passed', 'paused')
