-- Every clock that ran for a dispute, in the order of its referrals and their days.
SELECT d.referral_id, d.what, d.starts, d.state, d.start_on, d.due_on, d.extend_to, d.closed_on
FROM deadline d JOIN referral r ON r.court = d.court AND r.referral_id = d.referral_id
WHERE r.court = $1 AND r.dispute_id = $2
ORDER BY r.visit, d.start_on, d.due_on, d.what
