-- What was given up and still waits in the queue of its channel, the longest first: the columns of list_queued and
-- those of the delivery. $2 null: of every channel, for the clerk. $3, $4 and $6 do not narrow it.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket,
       r.mediator, (extract(epoch FROM r.entered_at) * 1000)::bigint, NULL, NULL, NULL, NULL, NULL, r.outcome,
       r.reason, r.domain, r.cause, r.street, d.tries, d.error, (extract(epoch FROM d.since) * 1000)::bigint
FROM delivery d
JOIN referral r ON r.court = d.court AND r.referral_id = d.referral_id AND r.state = 'queued'
WHERE d.court = $1 AND ($2::text IS NULL OR d.channel = $2) AND d.dead
  AND ($3::text IS NULL OR $4::text[] IS NULL OR $6::text IS NULL OR true)
ORDER BY d.since, d.referral_id
LIMIT $5
