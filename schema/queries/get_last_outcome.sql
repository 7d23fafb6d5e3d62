-- How the last referral of a dispute ended that was not a clerk's routing: channel, outcome, day (in days of 1970).
SELECT channel, outcome, (concluded_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01'
FROM referral
WHERE court = $1 AND dispute_id = $2 AND state = 'concluded' AND outcome <> 'routed'
ORDER BY visit DESC LIMIT 1
