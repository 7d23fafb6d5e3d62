-- What a mediator (or, with $3 null, anyone at this desk) has in one of the states that hold a referral.
SELECT referral_id, claim, dispute_id, visit, channel, procedure, fast_track, state, docket, mediator,
       (extract(epoch FROM entered_at) * 1000)::bigint, (extract(epoch FROM offered_at) * 1000)::bigint,
       (extract(epoch FROM accept_by) * 1000)::bigint, (extract(epoch FROM accepted_at) * 1000)::bigint,
       due_on - date '1970-01-01', (extract(epoch FROM concluded_at) * 1000)::bigint, outcome, reason,
       domain, cause, street
FROM referral
WHERE court = $1 AND channel = $2 AND ($3::text IS NULL OR mediator = $3) AND state = ANY ($4::text[])
  AND state IN ('offered', 'accepted', 'paused') AND ($6::text IS NULL OR body = $6)
ORDER BY entered_at, referral_id
LIMIT $5
