-- What is said of two disputes, the smaller number first; no row when nothing is.
SELECT state FROM link WHERE court = $1 AND dispute_id = $2 AND other_id = $3
