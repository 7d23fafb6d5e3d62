-- The whole of one dispute for the one who has accepted it: document, sealed rest, the decision that led here.
SELECT d.document::text, d.sealed, e.document::text
FROM referral r
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
JOIN decision e ON e.court = r.court AND e.decision_id = r.decision_id
WHERE r.court = $1 AND r.referral_id = $2
