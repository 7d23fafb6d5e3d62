-- Two at once: the later one fails on the key, is run again, and finds the answer of the first.
INSERT INTO request (court, principal, request_id, method, params_hash, sealed)
VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6)
