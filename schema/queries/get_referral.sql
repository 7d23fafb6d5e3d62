-- One referral as a desk needs it; moments in Unix ms, days since 1970.
SELECT dispute_id, decision_id, visit, channel, procedure, fast_track, state, claim, mediator,
       (extract(epoch FROM entered_at) * 1000)::bigint, (extract(epoch FROM accept_by) * 1000)::bigint,
       (extract(epoch FROM accepted_at) * 1000)::bigint, due_on - date '1970-01-01',
       (extract(epoch FROM concluded_at) * 1000)::bigint, outcome, reason, docket, body,
       (extract(epoch FROM offered_at) * 1000)::bigint, (extract(epoch FROM paused_at) * 1000)::bigint, paused_days
FROM referral WHERE court = $1 AND referral_id = $2
