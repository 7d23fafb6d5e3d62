-- What a clerk has to look at, the oldest first.
SELECT l.dispute_id, l.other_id, l.basis, l.same_cause, l.days_apart, (date_part('epoch', l.found_at) * 1000)::bigint,
       a.source, a.ref, a.state, b.source, b.ref, b.state
FROM link l
JOIN dispute a ON a.court = l.court AND a.dispute_id = l.dispute_id
JOIN dispute b ON b.court = l.court AND b.dispute_id = l.other_id
WHERE l.court = $1 AND l.state = 'possible'
ORDER BY l.found_at, l.dispute_id, l.other_id
LIMIT $2
