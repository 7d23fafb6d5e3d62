INSERT INTO docket (court, dispute_id, word, year, number, text) VALUES ($1, $2, $3, $4, $5, $6)
