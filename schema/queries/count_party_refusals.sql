-- How often a party has refused the mediator of this referral.
SELECT count(*) FROM event
WHERE court = $1 AND dispute_id = $2 AND referral_id = $3 AND type = 'referral.released' AND data ->> 'by' = 'party'
