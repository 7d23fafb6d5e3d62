-- The decision that a report led to, and the docket number that its referral entered under.
SELECT e.document::text, e.channel, e.procedure, e.fast_track, r.docket
FROM decision e
LEFT JOIN referral r ON r.court = e.court AND r.referral_id = $3
WHERE e.court = $1 AND e.decision_id = $2
