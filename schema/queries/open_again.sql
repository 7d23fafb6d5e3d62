-- What was closed goes on: the parties apply for confirmation, or one of them goes on to the next body. The day on which
-- it was over is the one under which the ledger counted that.
WITH was AS (SELECT dispute_id, (closed_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01' AS day
             FROM dispute WHERE court = $1 AND dispute_id = $2 AND state = 'closed' FOR UPDATE)
UPDATE dispute d SET state = 'open', closed_at = NULL
FROM was WHERE d.court = $1 AND d.dispute_id = was.dispute_id RETURNING d.dispute_id, was.day
