-- What is reported performed of agreements, an element of the arrays each, before performance says so: $3 is part or whole.
-- An agreement counts once, on the day by which it is due; what was performed in part and then wholly moves from the one
-- to the other.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, community,
                    body, mediator, n, claimants, entered_on, accepted_on, dispute_id, referral_id, event_id)
SELECT r.court, coalesce(p.due_on, p.reached_on), m.measure, r.channel, r.procedure, r.fast_track, r.cause_list, r.cause,
       r.domain, r.street, d.community, r.body, r.mediator, m.n, d.claimants,
       (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date, (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date,
       r.dispute_id, r.referral_id, w.event_id
FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS w (referral_id, now, event_id)
JOIN performance p ON p.court = $1 AND p.referral_id = w.referral_id
JOIN referral r ON r.court = p.court AND r.referral_id = p.referral_id
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
JOIN (VALUES ('none', 'part', 'performed_part', 1), ('none', 'whole', 'performed', 1), ('part', 'whole', 'performed', 1),
             ('part', 'whole', 'performed_part', -1)) m (was, now, measure, n) ON m.was = p.performed AND m.now = w.now
