-- What was given up and still waits in the queue of its channel ($2 null: of any), the longest first.
SELECT d.referral_id, r.dispute_id, d.channel, r.procedure, r.docket, d.body, d.tries, d.error,
       (extract(epoch FROM d.since) * 1000)::bigint, (extract(epoch FROM r.entered_at) * 1000)::bigint
FROM delivery d
JOIN referral r ON r.court = d.court AND r.referral_id = d.referral_id AND r.state = 'queued'
WHERE d.court = $1 AND ($2::text IS NULL OR d.channel = $2) AND d.dead
ORDER BY d.since, d.referral_id
LIMIT $3
