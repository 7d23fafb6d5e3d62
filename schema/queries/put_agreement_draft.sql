-- The text of an agreement, anew: what was drafted before is replaced.
INSERT INTO agreement (court, referral_id, dispute_id, perform_by, sealed, drafted_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (court, referral_id)
DO UPDATE SET perform_by = excluded.perform_by, sealed = excluded.sealed, drafted_at = excluded.drafted_at
