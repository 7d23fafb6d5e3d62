-- The head of a queue, in the order in which it will be offered. What waits belongs to no body yet: $6 does not
-- narrow it.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket,
       r.mediator, (extract(epoch FROM r.entered_at) * 1000)::bigint, NULL, NULL, NULL, NULL, NULL, r.outcome,
       r.reason, r.domain, r.cause, r.street
FROM (SELECT q.court, q.referral_id, q.rank_at
      FROM pool p
      CROSS JOIN LATERAL (SELECT court, referral_id, rank_at FROM queue
                          WHERE queue.court = p.court AND queue.pool = p.pool
                          ORDER BY rank_at, referral_id LIMIT $5) q
      WHERE p.court = $1 AND p.channel = $2
      ORDER BY q.rank_at, q.referral_id LIMIT $5) q
JOIN referral r ON r.court = q.court AND r.referral_id = q.referral_id
WHERE r.state = ANY ($4::text[]) AND ($3::text IS NULL OR NOT $3 = ANY (r.declined_by))
  AND ($6::text IS NULL OR true)
ORDER BY q.rank_at, r.referral_id
