COPY queue (court, pool, rank_at, referral_id) FROM STDIN (FORMAT binary)
