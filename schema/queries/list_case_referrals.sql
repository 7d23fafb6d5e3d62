-- The referrals of a dispute in their order, with the names of body and mediator where these stand on the roster.
SELECT r.referral_id, r.visit, r.channel, r.procedure, r.fast_track, r.state, r.docket, r.mediator, r.body, r.body_docket,
       (date_part('epoch', r.entered_at) * 1000)::bigint, (date_part('epoch', r.offered_at) * 1000)::bigint,
       (date_part('epoch', r.accept_by) * 1000)::bigint, (date_part('epoch', r.accepted_at) * 1000)::bigint,
       r.due_on, (date_part('epoch', r.concluded_at) * 1000)::bigint, r.outcome, r.reason,
       r.sealed, m.name, b.name, b.phone, b.address, nullif(r.paused_days, 0), o.sealed
FROM referral r
LEFT JOIN body b ON b.court = r.court AND b.body = r.body
LEFT JOIN mediator m ON m.court = r.court AND m.mediator = r.mediator
LEFT JOIN record o ON o.court = r.court AND o.referral_id = r.referral_id
WHERE r.court = $1 AND r.dispute_id = $2
ORDER BY r.visit
