-- One line a referral: what somebody who checks the figures needs, with nobody named. Those that entered, were accepted or
-- concluded in the period.
SELECT d.dispute_id, r.referral_id, d.source, d.ref, r.visit, r.docket, r.channel, r.procedure, r.fast_track, r.state,
       d.state AS dispute_state, d.filed_on, (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date AS entered_on,
       (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on, r.due_on,
       (r.concluded_at AT TIME ZONE 'Asia/Shanghai')::date AS concluded_on, r.outcome, r.reason, r.cause_list, r.cause,
       c.name AS cause_name, r.domain, r.street, d.community, r.body, r.mediator, d.amount_fen, d.claimants, d.respondents,
       k.rule, d.import_id IS NOT NULL AS imported
FROM referral r
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
JOIN decision k ON k.court = r.court AND k.decision_id = r.decision_id
LEFT JOIN cause c ON c.list = r.cause_list AND c.code = r.cause
WHERE r.court = $1 AND r.referral_id > $4
  AND ((r.entered_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN $2 AND $3
       OR (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN $2 AND $3
       OR (r.concluded_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN $2 AND $3)
ORDER BY r.referral_id
LIMIT 2000
