-- The events that change figures, dispute by dispute, in the order of their commits; after a restore, when the numbers
-- of transactions are all the same, in the order in which they were written down.
DECLARE told_event NO SCROLL CURSOR FOR
SELECT court, dispute_id, event_id, referral_id, type, actor, (extract(epoch FROM at) * 1000)::bigint, data::text
FROM event
WHERE dispute_id <> 0
  AND type NOT IN ('person.read', 'person.erased', 'referral.noted', 'referral.delivered', 'deadline.near')
ORDER BY court, dispute_id, xid, recorded_at, event_id
