-- Clocks whose days of grace are over, the oldest first: looked at one by one, each in a transaction of its own.
SELECT court, dispute_id, referral_id, what
FROM deadline
WHERE look_on <= $1::date AND state = 'passed'
ORDER BY look_on
LIMIT 100
