-- The referral of a dispute that is still open, its channel, and the earliest last day of its clocks (in days of 1970).
SELECT r.referral_id, r.channel,
       (SELECT min(d.due_on) - date '1970-01-01' FROM deadline d
        WHERE d.court = r.court AND d.referral_id = r.referral_id AND d.state IN ('running', 'near', 'passed'))
FROM referral r
WHERE r.court = $1 AND r.dispute_id = $2 AND r.state IN ('queued', 'offered', 'accepted', 'paused')
