-- An open dispute is over: closed or withdrawn.
UPDATE dispute SET state = $3, closed_at = $4
WHERE court = $1 AND dispute_id = $2 AND state = 'open' RETURNING dispute_id
