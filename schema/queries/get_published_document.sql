-- A publication to the letter, and the hash that it had then.
SELECT d.text, d.sha256 FROM published_document d
WHERE d.court = $1 AND d.publication_id = $2 AND d.lang = $3 AND d.format = $4
