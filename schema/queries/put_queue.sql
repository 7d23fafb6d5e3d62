-- A referral (back) into its queue, at the place that it has by its rank.
INSERT INTO queue (court, pool, rank_at, referral_id)
SELECT court, pool, rank_at, referral_id FROM referral WHERE court = $1 AND referral_id = $2
RETURNING pool, rank_at
