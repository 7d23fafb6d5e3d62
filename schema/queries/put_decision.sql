INSERT INTO decision (court, decision_id, dispute_id, made_by, as_of, channel, procedure, fast_track, rule,
                      policy, document, overrules, sealed, made_at, reason, concerns)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json, $12, $13, $14, $15, $16)
