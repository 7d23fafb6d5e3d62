-- Two disputes that may be the same; no row when it is known already.
INSERT INTO link (court, dispute_id, other_id, state, basis, same_cause, days_apart, found_at)
VALUES ($1, $2, $3, 'possible', $4, $5, $6, $7)
ON CONFLICT (court, dispute_id, other_id) DO NOTHING
RETURNING dispute_id
