-- The document as amended. content_hash stays: it is that of the case as it was sent.
UPDATE dispute SET document = $3::json, amount_fen = $4, claimants = $5, respondents = $6
WHERE court = $1 AND dispute_id = $2
