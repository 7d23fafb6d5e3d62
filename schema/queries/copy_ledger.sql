COPY ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, n,
             first, dispute_id, referral_id, event_id) FROM STDIN (FORMAT binary)
