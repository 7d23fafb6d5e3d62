-- Under this number PostgreSQL knows what became of the transaction, should the answer to COMMIT be lost.
SELECT pg_current_xact_id()::text
