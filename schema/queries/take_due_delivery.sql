-- A delivery of this target whose lease or back-off is over, leased again for $4 ms: nobody else takes it meanwhile. What
-- is no longer held by the offer that was sent is not sent again.
UPDATE delivery d
SET next_at = now() + $4 * interval '1 millisecond', tries = d.tries + 1
FROM (SELECT w.court, w.referral_id
      FROM delivery w
      JOIN referral r ON r.court = w.court AND r.referral_id = w.referral_id AND r.state = 'offered' AND r.claim = w.claim
      WHERE w.court = $1 AND w.channel = $2 AND w.body = $3 AND NOT w.dead AND w.next_at <= now()
      ORDER BY w.next_at
      LIMIT 1
      FOR UPDATE OF w SKIP LOCKED) AS due
WHERE d.court = due.court AND d.referral_id = due.referral_id
RETURNING d.referral_id, d.claim, d.tries
