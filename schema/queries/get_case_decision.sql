-- A decision of a dispute: the one named by $3, else that which the newest referral goes by, else the newest. With it the
-- visit that it opened, or that the decision opened which set it aside: what was concluded before that visit was its history.
-- No visit was opened by one that went outside (2147483647: everything was before it), nor by one that an amendment
-- replaced (0: nothing had been concluded).
SELECT e.decision_id, e.made_by, e.as_of - date '1970-01-01' AS as_of_day, e.channel, e.procedure, e.fast_track, e.rule,
       e.policy, (date_part('epoch', e.made_at) * 1000)::bigint AS made_at, e.overrules,
       coalesce((SELECT min(r.visit) FROM referral r
                 WHERE r.court = e.court AND r.dispute_id = e.dispute_id
                   AND (r.decision_id = e.decision_id
                        OR r.decision_id IN (SELECT o.decision_id FROM decision o
                                             WHERE o.court = e.court AND o.dispute_id = e.dispute_id
                                               AND o.overrules = e.decision_id))),
                CASE WHEN e.channel = 'outside' THEN 2147483647 ELSE 0 END) AS visit
FROM decision e
WHERE e.court = $1 AND e.dispute_id = $2 AND ($3::bigint IS NULL OR e.decision_id = $3)
ORDER BY e.decision_id = (SELECT r.decision_id FROM referral r
                          WHERE r.court = $1 AND r.dispute_id = $2 ORDER BY r.visit DESC LIMIT 1) DESC NULLS LAST,
         e.made_at DESC, e.recorded_at DESC, (e.made_by = 'clerk') DESC
LIMIT 1
