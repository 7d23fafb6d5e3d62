SELECT decision_id, made_by, (date_part('epoch', made_at) * 1000)::bigint, document::text, overrules,
       sealed, policy, concerns, reason
FROM decision WHERE court = $1 AND dispute_id = $2
ORDER BY made_at, recorded_at, (made_by = 'clerk')
