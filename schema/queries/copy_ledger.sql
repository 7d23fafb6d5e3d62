COPY ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, community, n,
             claimants, opens, entered_on, first_here, first_kind, first_all, dispute_id, referral_id, event_id)
FROM STDIN (FORMAT binary)
