-- Whether a body is on the roster; held until the commit.
SELECT active FROM body WHERE court = $1 AND body = $2 FOR UPDATE
