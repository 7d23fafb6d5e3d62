INSERT INTO party (court, dispute_id, side, ordinal, kind, tags, division, sealed, name_hash, id_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
