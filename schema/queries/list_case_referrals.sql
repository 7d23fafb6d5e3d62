SELECT referral_id, visit, channel, procedure, fast_track, state, docket, mediator, body,
       (extract(epoch FROM entered_at) * 1000)::bigint, (extract(epoch FROM offered_at) * 1000)::bigint,
       (extract(epoch FROM accept_by) * 1000)::bigint, (extract(epoch FROM accepted_at) * 1000)::bigint,
       due_on, (extract(epoch FROM concluded_at) * 1000)::bigint, outcome, reason,
       CASE WHEN key_id = 0 THEN convert_from(sealed, 'UTF8') END
FROM referral WHERE court = $1 AND dispute_id = $2
ORDER BY visit
