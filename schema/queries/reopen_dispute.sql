-- What was closed as belonging to none of the four is open again: a party objected.
UPDATE dispute d SET state = 'open', closed_at = NULL
FROM (SELECT (closed_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01' AS day
      FROM dispute WHERE court = $1 AND dispute_id = $2) was
WHERE d.court = $1 AND d.dispute_id = $2 AND d.state = 'closed'
  AND NOT EXISTS (SELECT FROM referral r WHERE r.court = $1 AND r.dispute_id = $2
                  AND r.state = 'concluded' AND r.outcome <> 'routed')
RETURNING d.dispute_id, was.day
