COPY dispute (court, dispute_id, source, ref, filed_at, filed_on, street, community, cause_list, cause, domain, amount_fen,
              claimants, respondents, state, document, content_hash, received_at, closed_at, import_id)
FROM STDIN (FORMAT binary)
