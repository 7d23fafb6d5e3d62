COPY deadline (court, referral_id, what, dispute_id, starts, until, state, escalates, start_on, due_on, near_on, act_on,
               extend_to, look_on) FROM STDIN (FORMAT binary)
