COPY docket (court, dispute_id, word, year, number, text) FROM STDIN (FORMAT binary)
