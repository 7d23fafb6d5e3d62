-- What was closed goes on: the parties apply for confirmation, or one of them goes on to the next body.
UPDATE dispute SET state = 'open', closed_at = NULL
WHERE court = $1 AND dispute_id = $2 AND state = 'closed' RETURNING dispute_id
