-- Places in a queue whose referral does not exist.
SELECT q.court, q.referral_id FROM queue q
WHERE NOT EXISTS (SELECT FROM referral r WHERE r.court = q.court AND r.referral_id = q.referral_id)
ORDER BY q.court, q.referral_id
LIMIT 100
