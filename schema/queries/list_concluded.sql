-- The last that were concluded at a desk, newest first; the ledger knows them by day.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket,
       r.mediator, (extract(epoch FROM r.entered_at) * 1000)::bigint,
       (extract(epoch FROM r.offered_at) * 1000)::bigint, (extract(epoch FROM r.accept_by) * 1000)::bigint,
       (extract(epoch FROM r.accepted_at) * 1000)::bigint, r.due_on - date '1970-01-01',
       (extract(epoch FROM r.concluded_at) * 1000)::bigint, r.outcome, r.reason, r.domain, r.cause, r.street
FROM ledger l
JOIN referral r ON r.court = l.court AND r.referral_id = l.referral_id
WHERE l.court = $1 AND l.channel = $2 AND l.measure = 'concluded' AND l.n = 1
  AND ($3::text IS NULL OR r.mediator = $3) AND r.state = ANY ($4::text[])
  AND ($6::text IS NULL OR r.body = $6)
ORDER BY l.day DESC, l.event_id DESC
LIMIT $5
