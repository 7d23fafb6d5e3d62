-- A pool that may be new.
INSERT INTO pool (court, pool, channel, street, community, cause_list, cause) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
