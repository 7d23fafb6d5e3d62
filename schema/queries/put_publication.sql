INSERT INTO publication (court, publication_id, year, part, first_day, last_day, version, published_at, published_by, policy, event_id)
SELECT $1, $2, $3, $4, $5, $6, coalesce(max(version), 0) + 1, $7, $8, $9, $10
FROM publication WHERE court = $1 AND first_day = $5 AND last_day = $6
RETURNING version
