-- What was answered to a request_id the first time.
SELECT method, encode(params_hash, 'hex'), sealed
FROM request WHERE court = $1 AND principal = $2 AND request_id = $3
