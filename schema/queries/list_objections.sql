-- What parties objected to in a dispute, the newest first, with the decision each was made against.
SELECT o.event_id, o.data ->> 'by', (date_part('epoch', o.at) * 1000)::bigint, o.sealed,
       d.decision_id, d.channel, d.procedure, d.fast_track, d.rule
FROM event o
LEFT JOIN decision d ON d.court = o.court AND d.decision_id = (o.data ->> 'decision_id')::bigint
WHERE o.court = $1 AND o.dispute_id = $2 AND o.type = 'case.objected'
ORDER BY o.at DESC, o.event_id DESC
