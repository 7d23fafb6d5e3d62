-- A person's decision beside the one it is upon, as codes for counting.
INSERT INTO clerk_decision (court, decision_id, dispute_id, day, rule, from_channel, from_procedure, from_fast_track,
                            reason, objection, to_channel, to_procedure, to_fast_track)
SELECT n.court, n.decision_id, n.dispute_id, $4, o.rule, o.channel, o.procedure, o.fast_track,
       n.reason, $5, n.channel, n.procedure, n.fast_track
FROM decision n JOIN decision o ON o.court = n.court AND o.decision_id = $3
WHERE n.court = $1 AND n.decision_id = $2
