DECLARE stored_decision NO SCROLL CURSOR FOR
SELECT court, dispute_id, decision_id, made_by, channel, procedure, fast_track, rule
FROM decision
ORDER BY court, dispute_id, decision_id
