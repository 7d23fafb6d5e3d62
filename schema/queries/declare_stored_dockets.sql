DECLARE stored_docket NO SCROLL CURSOR FOR
SELECT court, dispute_id, text FROM docket
ORDER BY court, dispute_id, word
