UPDATE queue SET rank_at = $3 WHERE court = $1 AND referral_id = $2 RETURNING pool
