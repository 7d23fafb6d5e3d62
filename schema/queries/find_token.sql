-- Whether a token is known here at all, valid or not.
SELECT 1 FROM token WHERE token_id = $1
