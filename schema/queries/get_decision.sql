-- A decision by its id: its route, and the decision it concerns (a decision for triage after an objection).
SELECT channel, procedure, fast_track, rule, concerns
FROM decision WHERE court = $1 AND decision_id = $2
