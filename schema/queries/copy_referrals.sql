COPY referral (court, referral_id, dispute_id, decision_id, visit, channel, procedure, fast_track, state,
               street, cause_list, cause, domain, priority, docket, entered_at, pool, rank_at)
FROM STDIN (FORMAT binary)
