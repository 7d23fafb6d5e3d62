INSERT INTO published_document (court, publication_id, lang, format, sha256, text) VALUES ($1, $2, $3, $4, $5, $6)
