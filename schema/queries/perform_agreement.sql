-- What was performed of an agreement. What was performed whole stays so.
UPDATE performance
SET performed = CASE performed WHEN 'whole' THEN performed ELSE $3 END,
    performed_on = CASE performed WHEN 'whole' THEN performed_on ELSE $4::date END
WHERE court = $1 AND referral_id = $2
RETURNING referral_id
