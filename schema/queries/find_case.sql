-- The sender's key → our id.
SELECT dispute_id FROM dispute WHERE court = $1 AND source = $2 AND ref = $3
