COPY queue (court, channel, rank_at, referral_id, street, cause) FROM STDIN (FORMAT binary)
