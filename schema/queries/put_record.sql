-- What a report leaves for who comes next: what the parties did not dispute, and the mediator's record.
INSERT INTO record (court, referral_id, dispute_id, sealed) VALUES ($1, $2, $3, $4)
