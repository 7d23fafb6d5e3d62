COPY dispute_key (court, dispute_id, key_id, wrapped) FROM STDIN (FORMAT binary)
