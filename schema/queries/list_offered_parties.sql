-- The parties of what list_offers.sql gives with the same parameters, in the form of list_parties.sql.
SELECT p.dispute_id, p.side, p.ordinal, p.sealed, k.wrapped
FROM party p
LEFT JOIN dispute_key k ON k.court = p.court AND k.dispute_id = p.dispute_id
WHERE p.court = $1
  AND p.dispute_id = ANY (ARRAY(SELECT r.dispute_id
                                FROM referral r
                                WHERE r.court = $1 AND r.channel = $2 AND r.mediator = $3 AND r.state = 'offered' AND r.accept_by >= $4
                                  AND ($6::text IS NULL OR r.body = $6)
                                ORDER BY r.offered_at, r.entered_at, r.referral_id
                                LIMIT $5))
ORDER BY p.dispute_id, p.side, p.ordinal
