-- Rows that no longer say anything: the offer went to somebody else, or the referral is over. One whose offer lapsed
-- stays, with its number of tries; one that was given up stays while its referral waits in the queue.
DELETE FROM delivery d
USING referral r
WHERE r.court = d.court AND r.referral_id = d.referral_id AND r.state <> 'queued'
  AND (d.dead OR r.state <> 'offered' OR r.claim <> d.claim)
