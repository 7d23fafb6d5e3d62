-- The latest row of a referral (closed: of a dispute) under a measure and day is taken back as it stands: the same with −1, under another event.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause, domain,
                    street, community, body, mediator, n, days, claimants, opens, continues, registered, late, paused,
                    entered_on, accepted_on, first_here, first_kind, first_all, dispute_id, referral_id, event_id)
SELECT court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause, domain,
       street, community, body, mediator, -1, days, claimants, opens, continues, registered, late, paused,
       entered_on, accepted_on, first_here, first_kind, first_all, dispute_id, referral_id, $4::bigint
FROM ledger
WHERE court = $1 AND day = $5::date AND measure = $3 AND n = 1
  AND CASE WHEN $3 = 'closed' THEN dispute_id ELSE referral_id END = $2
ORDER BY xid DESC, recorded_at DESC
LIMIT 1
