-- A new principal. The lists come as comma-separated text, the moment of expiry may be null.
INSERT INTO token (token_id, hash, name, role, courts, desks, body, mediator, expires_at)
VALUES ($1, $2, $3, $4, string_to_array($5, ','), string_to_array($6, ','), $7, $8, $9::timestamptz)
