-- What a mediator holds and has not accepted, oldest first, with what is needed to say yes or no.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.docket,
       (extract(epoch FROM r.entered_at) * 1000)::bigint, (extract(epoch FROM r.accept_by) * 1000)::bigint,
       e.document::text, d.document::text
FROM referral r
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
JOIN decision e ON e.court = r.court AND e.decision_id = r.decision_id
WHERE r.court = $1 AND r.channel = $2 AND r.mediator = $3 AND r.state = 'offered' AND r.accept_by >= $4
  AND ($6::text IS NULL OR r.body = $6)
ORDER BY r.offered_at, r.entered_at, r.referral_id
LIMIT $5
