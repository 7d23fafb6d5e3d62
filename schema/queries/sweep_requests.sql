-- Answers older than a day are forgotten.
DELETE FROM request WHERE at < now() - interval '1 day'
