-- The number that a dispute already has under a word.
SELECT text FROM docket WHERE court = $1 AND dispute_id = $2 AND word = $3
