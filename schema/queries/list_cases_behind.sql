-- The cases behind one figure: their values add up to it. Ids, numbers and codes only: nobody is named.
SELECT c.dispute_id, c.referral_id, d.source, d.ref, r.docket, c.day, c.measure, c.channel, c.procedure, c.fast_track,
       c.outcome, c.reason, (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date AS entered_on,
       (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on,
       (r.concluded_at AT TIME ZONE 'Asia/Shanghai')::date AS concluded_on, c.value
FROM stats.cases($1, $2, $3, $4, $5, $6) c
JOIN dispute d ON d.court = $1 AND d.dispute_id = c.dispute_id
JOIN referral r ON r.court = $1 AND r.referral_id = c.referral_id
ORDER BY c.day, c.referral_id, c.event_id
