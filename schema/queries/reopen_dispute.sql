-- What was closed as belonging to none of the four is open again: a party objected.
UPDATE dispute SET state = 'open', closed_at = NULL
WHERE court = $1 AND dispute_id = $2 AND state = 'closed'
  AND NOT EXISTS (SELECT FROM referral r WHERE r.court = $1 AND r.dispute_id = $2
                  AND r.state = 'concluded' AND r.outcome <> 'routed')
RETURNING dispute_id
