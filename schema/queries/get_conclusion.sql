-- How the report of a referral was taken: its event holds the hash of the report and what came next.
SELECT data ->> 'report', data ->> 'decision_id', data ->> 'next', (extract(epoch FROM at) * 1000)::bigint
FROM event
WHERE court = $1 AND dispute_id = $2 AND referral_id = $3 AND type = 'referral.concluded'
