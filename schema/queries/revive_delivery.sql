-- To be delivered anew, from the first try on ($3: of this channel; null: of any).
DELETE FROM delivery d
USING referral r
WHERE d.court = $1 AND d.referral_id = $2 AND ($3::text IS NULL OR d.channel = $3) AND d.dead
  AND r.court = d.court AND r.referral_id = d.referral_id AND r.state = 'queued'
RETURNING r.dispute_id, d.channel
