-- The dispute, held until the commit: steps that change where it goes queue here, before any referral row.
SELECT state, ref, document::text, street, domain
FROM dispute WHERE court = $1 AND dispute_id = $2 FOR UPDATE
