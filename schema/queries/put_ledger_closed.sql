-- A dispute that had been referred is over: one row, out of its last referral.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, community,
                    n, claimants, dispute_id, referral_id, event_id)
SELECT r.court, $4::date, 'closed', r.channel, r.procedure, r.fast_track, r.cause_list, r.cause, r.domain, r.street,
       d.community, 1, d.claimants, r.dispute_id, r.referral_id, $3::bigint
FROM referral r
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
WHERE r.court = $1 AND r.dispute_id = $2
ORDER BY r.visit DESC
LIMIT 1
