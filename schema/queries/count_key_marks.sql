-- Whether this database knows its keys already.
SELECT count(*) FROM key_mark
