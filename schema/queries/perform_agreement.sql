-- What was performed of agreements, an element of the arrays each. What was performed whole stays so.
UPDATE performance p
SET performed = CASE p.performed WHEN 'whole' THEN p.performed ELSE w.performed END,
    performed_on = CASE p.performed WHEN 'whole' THEN p.performed_on ELSE w.performed_on END
FROM unnest($2::bigint[], $3::text[], $4::date[]) AS w (referral_id, performed, performed_on)
WHERE p.court = $1 AND p.referral_id = w.referral_id
