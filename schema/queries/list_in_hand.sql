-- What a mediator has in hand at a desk, by number.
SELECT referral_id FROM referral
WHERE court = $1 AND channel = $2 AND mediator = $3 AND state IN ('offered', 'accepted', 'paused')
  AND ($5::text IS NULL OR body = $5)
ORDER BY referral_id
LIMIT $4
