-- What a dispute was linked to, with what the other is: what may be the same comes first.
SELECT o.dispute_id, l.state, l.basis, l.same_cause, l.days_apart, (date_part('epoch', l.found_at) * 1000)::bigint,
       (date_part('epoch', l.decided_at) * 1000)::bigint, l.decided_by, o.source, o.ref, o.state, o.docket
FROM (SELECT court, other_id AS id, state, basis, same_cause, days_apart, found_at, decided_at, decided_by
      FROM link WHERE court = $1 AND dispute_id = $2
      UNION ALL
      SELECT court, dispute_id, state, basis, same_cause, days_apart, found_at, decided_at, decided_by
      FROM link WHERE court = $1 AND other_id = $2) l
JOIN dispute o ON o.court = l.court AND o.dispute_id = l.id
ORDER BY l.state <> 'possible', l.found_at, o.dispute_id
