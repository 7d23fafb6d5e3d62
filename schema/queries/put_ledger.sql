-- The effect of one event on the counts, out of the referral as it stands now.
-- first: no earlier visit of the dispute to the same channel and procedure counted under this measure.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause,
                    domain, street, body, mediator, n, days, first, dispute_id, referral_id, event_id)
SELECT r.court, $5::date, $3::text, r.channel, r.procedure, r.fast_track,
       CASE WHEN $3 = 'concluded' THEN r.outcome END, CASE WHEN $3 = 'concluded' THEN r.reason END,
       r.cause_list, r.cause, r.domain, r.street, r.body, r.mediator, $7::int, $6::int,
       NOT EXISTS (SELECT FROM referral e
                   WHERE e.court = r.court AND e.dispute_id = r.dispute_id AND e.visit < r.visit
                     AND e.channel = r.channel AND e.procedure = r.procedure
                     AND CASE $3 WHEN 'entered' THEN true
                                 WHEN 'accepted' THEN e.accepted_at IS NOT NULL
                                 ELSE e.state = $3 END),
       r.dispute_id, r.referral_id, $4::bigint
FROM referral r
WHERE r.court = $1 AND r.referral_id = $2
