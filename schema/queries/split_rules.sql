-- What people decided upon the decisions of each rule.
SELECT rule AS key, NULL AS name, count(*) AS decided_by_clerks,
       count(*) FILTER (WHERE (from_channel, from_procedure, from_fast_track)
                              IS DISTINCT FROM (to_channel, to_procedure, to_fast_track)) AS overruled,
       count(*) FILTER (WHERE objection) AS after_objection
FROM fenliu.clerk_decision
WHERE court = $1 AND day BETWEEN $2 AND $3
GROUP BY rule
ORDER BY 3 DESC, 1
