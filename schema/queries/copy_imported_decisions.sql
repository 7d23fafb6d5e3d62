COPY decision (court, decision_id, dispute_id, made_by, as_of, channel, procedure, fast_track, rule, policy, document,
               made_at) FROM STDIN (FORMAT binary)
