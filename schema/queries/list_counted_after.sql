-- The other conclusions of the dispute of a referral, with the days they counted for: what a correction counts anew.
SELECT r.referral_id, (r.concluded_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01', l.days
FROM referral c
JOIN referral r ON r.court = c.court AND r.dispute_id = c.dispute_id AND r.referral_id <> c.referral_id
CROSS JOIN LATERAL (SELECT days FROM ledger l
                    WHERE l.court = r.court AND l.day = (r.concluded_at AT TIME ZONE 'Asia/Shanghai')::date
                      AND l.referral_id = r.referral_id AND l.measure = 'concluded' AND l.n = 1
                    ORDER BY l.xid DESC, l.recorded_at DESC LIMIT 1) l
WHERE c.court = $1 AND c.referral_id = $2 AND r.state = 'concluded'
ORDER BY r.visit
