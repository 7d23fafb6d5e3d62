-- Documents are kept as they were written, byte for byte (json, not jsonb): the answer to a duplicate is the answer that
-- was given, and storing one costs about half. Nothing searches inside them. lz4 where the server has it.
ALTER TABLE decision ALTER COLUMN document TYPE json;
ALTER TABLE dispute ALTER COLUMN document TYPE json;
DO $$
BEGIN
    ALTER TABLE decision ALTER COLUMN document SET COMPRESSION lz4;
    ALTER TABLE dispute ALTER COLUMN document SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'this server has no lz4: documents are compressed by pglz';
END
$$;
