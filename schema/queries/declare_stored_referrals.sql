-- Every referral with its place in the queue, if it has one.
DECLARE stored_referral NO SCROLL CURSOR FOR
SELECT r.court, r.dispute_id, r.referral_id, r.state, r.channel, r.procedure, r.fast_track, r.cause_list, r.cause,
       r.domain, r.street, r.mediator, r.body, r.outcome, r.reason, (extract(epoch FROM r.entered_at) * 1000)::bigint,
       (extract(epoch FROM r.accepted_at) * 1000)::bigint, (extract(epoch FROM r.concluded_at) * 1000)::bigint,
       r.due_on - date '1970-01-01', q.referral_id IS NOT NULL, p.channel, p.street, p.cause, r.docket
FROM referral r LEFT JOIN queue q ON q.court = r.court AND q.referral_id = r.referral_id
LEFT JOIN pool p ON p.court = q.court AND p.pool = q.pool
ORDER BY r.court, r.dispute_id, r.referral_id
