-- Clocks that nobody has to keep any more: of what was cancelled ($3 null), or taken back to where it was before.
UPDATE deadline SET state = 'void', closed_on = $4::date, look_on = NULL
WHERE court = $1 AND referral_id = $2 AND ($3::text IS NULL OR starts = $3)
  AND state IN ('running', 'near', 'passed', 'paused')
