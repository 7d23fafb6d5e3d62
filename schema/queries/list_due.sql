-- What has a clock that is near ($4 = {near}) or whose day has passed ({passed}), the most urgent first; with $2 null
-- those of every channel that are for the clerk to see to.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket,
       r.mediator, (extract(epoch FROM r.entered_at) * 1000)::bigint,
       (extract(epoch FROM r.offered_at) * 1000)::bigint, (extract(epoch FROM r.accept_by) * 1000)::bigint,
       (extract(epoch FROM r.accepted_at) * 1000)::bigint, r.due_on - date '1970-01-01',
       (extract(epoch FROM r.concluded_at) * 1000)::bigint, r.outcome, r.reason, r.domain, r.cause, r.street
FROM (SELECT d.referral_id, min(d.due_on) AS due_on
      FROM deadline d
      WHERE d.court = $1 AND d.until <> 'performed' AND d.state IN ('near', 'passed') AND d.state = ANY ($4::text[])
        AND ($2::text IS NOT NULL OR d.escalates)
      GROUP BY d.referral_id) due
JOIN referral r ON r.court = $1 AND r.referral_id = due.referral_id
WHERE r.state IN ('queued', 'offered', 'accepted', 'paused') AND ($2::text IS NULL OR r.channel = $2)
  AND ($3::text IS NULL OR r.mediator = $3) AND ($6::text IS NULL OR r.body = $6)
ORDER BY due.due_on, r.referral_id
LIMIT $5
