INSERT INTO party (court, dispute_id, side, ordinal, kind, tags, division, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
