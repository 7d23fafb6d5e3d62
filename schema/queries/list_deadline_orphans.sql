-- Clocks whose referral does not exist.
SELECT DISTINCT d.court, d.referral_id FROM deadline d
WHERE NOT EXISTS (SELECT FROM referral r WHERE r.court = d.court AND r.referral_id = d.referral_id)
ORDER BY d.court, d.referral_id
LIMIT 100
