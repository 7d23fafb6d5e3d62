-- A clerk says of two disputes whether they are the same; what nobody had found becomes a link by the clerk.
INSERT INTO link (court, dispute_id, other_id, state, basis, same_cause, days_apart, found_at, decided_at, decided_by)
SELECT $1, a.dispute_id, b.dispute_id, $4, 'clerk',
       coalesce((a.cause_list, a.cause) = (b.cause_list, b.cause), false), abs(a.filed_on - b.filed_on), $5, $5, $6
FROM dispute a JOIN dispute b ON b.court = a.court AND b.dispute_id = $3
WHERE a.court = $1 AND a.dispute_id = $2
ON CONFLICT (court, dispute_id, other_id)
DO UPDATE SET state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by
RETURNING basis
