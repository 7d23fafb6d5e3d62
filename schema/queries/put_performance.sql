-- An agreement, and until when it is to be performed.
INSERT INTO performance (court, referral_id, dispute_id, reached_on, due_on, pay_only) VALUES ($1, $2, $3, $4, $5, $6)
