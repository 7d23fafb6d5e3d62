-- What a mediator (or, with $3 null, anyone at this desk) has in one of the states that hold a referral; the last column
-- is the next appointment that was noted and not called off.
SELECT r.referral_id, r.claim, r.dispute_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket, r.mediator,
       (extract(epoch FROM r.entered_at) * 1000)::bigint, (extract(epoch FROM r.offered_at) * 1000)::bigint,
       (extract(epoch FROM r.accept_by) * 1000)::bigint, (extract(epoch FROM r.accepted_at) * 1000)::bigint,
       r.due_on - date '1970-01-01', (extract(epoch FROM r.concluded_at) * 1000)::bigint, r.outcome, r.reason,
       r.domain, r.cause, r.street,
       (SELECT (extract(epoch FROM min((e.data ->> 'at')::timestamptz)) * 1000)::bigint FROM event e
        WHERE e.court = r.court AND e.dispute_id = r.dispute_id AND e.referral_id = r.referral_id
          AND e.type = 'referral.noted' AND e.data ->> 'kind' = 'appointment'
          AND (e.data ->> 'at')::timestamptz >= $7::timestamptz
          AND NOT EXISTS (SELECT FROM event c
                          WHERE c.court = r.court AND c.dispute_id = r.dispute_id AND c.referral_id = r.referral_id
                            AND c.type = 'referral.noted' AND c.data ->> 'kind' = 'cancelled'
                            AND c.data ->> 'at' = e.data ->> 'at')) AS appointment_at
FROM referral r
WHERE r.court = $1 AND r.channel = $2 AND ($3::text IS NULL OR r.mediator = $3) AND r.state = ANY ($4::text[])
  AND r.state IN ('offered', 'accepted', 'paused') AND ($6::text IS NULL OR r.body = $6)
ORDER BY r.entered_at, r.referral_id
LIMIT $5
