-- The latest agreement of a dispute: when it was reached, and in which referral.
SELECT referral_id, (concluded_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01', body
FROM referral
WHERE court = $1 AND dispute_id = $2 AND state = 'concluded' AND outcome IN ('agreed', 'mediated')
ORDER BY visit DESC LIMIT 1
