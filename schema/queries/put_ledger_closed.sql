-- Disputes that had been referred are over: one row each, out of its last referral.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, community,
                    n, claimants, dispute_id, referral_id, event_id)
SELECT d.court, w.day, 'closed', r.channel, r.procedure, r.fast_track, r.cause_list, r.cause, r.domain, r.street,
       d.community, 1, d.claimants, d.dispute_id, r.referral_id, w.event_id
FROM unnest($2::bigint[], $3::bigint[], $4::date[]) AS w (dispute_id, event_id, day)
JOIN dispute d ON d.court = $1 AND d.dispute_id = w.dispute_id
CROSS JOIN LATERAL (SELECT * FROM referral r WHERE r.court = d.court AND r.dispute_id = d.dispute_id
                    ORDER BY r.visit DESC LIMIT 1) r
