-- The next number of (court, word, year); the row stays locked until the commit, so this comes last.
INSERT INTO docket_counter AS c (court, word, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (court, word, year) DO UPDATE SET last = c.last + 1
RETURNING last
