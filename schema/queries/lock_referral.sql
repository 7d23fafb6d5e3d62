-- The same as get_referral, held until the commit.
SELECT dispute_id, decision_id, visit, channel, procedure, fast_track, state, claim, mediator,
       (extract(epoch FROM entered_at) * 1000)::bigint, (extract(epoch FROM accept_by) * 1000)::bigint,
       (extract(epoch FROM accepted_at) * 1000)::bigint, due_on - date '1970-01-01',
       (extract(epoch FROM concluded_at) * 1000)::bigint, outcome, reason, docket, body,
       (extract(epoch FROM offered_at) * 1000)::bigint, (extract(epoch FROM paused_at) * 1000)::bigint, paused_days
FROM referral WHERE court = $1 AND referral_id = $2 FOR UPDATE
