-- What came before a referral in its dispute: how each visit ended, what it agreed on, and what it left for the next.
SELECT r.referral_id, r.visit, r.channel, r.procedure, r.fast_track, r.outcome, r.reason, r.mediator,
       (extract(epoch FROM r.concluded_at) * 1000)::bigint, r.docket, r.sealed, o.sealed
FROM referral r
LEFT JOIN record o ON o.court = r.court AND o.referral_id = r.referral_id
WHERE r.court = $1 AND r.dispute_id = $2 AND r.visit < $3 AND r.state = 'concluded'
ORDER BY r.visit
