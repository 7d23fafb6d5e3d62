SELECT referral_id, visit, channel, procedure, fast_track, state, docket, mediator, body, body_docket,
       (date_part('epoch', entered_at) * 1000)::bigint, (date_part('epoch', offered_at) * 1000)::bigint,
       (date_part('epoch', accept_by) * 1000)::bigint, (date_part('epoch', accepted_at) * 1000)::bigint,
       due_on, (date_part('epoch', concluded_at) * 1000)::bigint, outcome, reason,
       sealed
FROM referral WHERE court = $1 AND dispute_id = $2
ORDER BY visit
