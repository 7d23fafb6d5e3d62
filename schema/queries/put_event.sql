-- One event. data holds codes and ids only; the words of people go to sealed.
INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
