COPY event (court, event_id, dispute_id, referral_id, type, actor, at, data) FROM STDIN (FORMAT binary)
