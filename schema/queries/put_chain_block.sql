INSERT INTO chain (seq, court, events, marks, seal) VALUES ($1, $2, $3::bigint[], $4, $5)
