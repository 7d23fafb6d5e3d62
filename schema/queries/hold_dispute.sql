-- An open dispute, held until the commit; nothing when another holds it: then it is looked at again in the next sweep.
SELECT dispute_id FROM dispute WHERE court = $1 AND dispute_id = $2 AND state = 'open' FOR UPDATE SKIP LOCKED
