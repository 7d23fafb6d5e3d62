-- $1: the rows of the tables in adapters/, as JSON. What stands already is not written again.
INSERT INTO channel_outcome AS old (channel, outcome, counts, succeeded, zh)
SELECT channel, outcome, counts, succeeded, zh
FROM jsonb_to_recordset($1::jsonb) AS given (channel text, outcome text, counts boolean, succeeded boolean, zh text)
ON CONFLICT (channel, outcome) DO UPDATE SET counts = EXCLUDED.counts, succeeded = EXCLUDED.succeeded, zh = EXCLUDED.zh
WHERE (old.counts, old.succeeded, old.zh) IS DISTINCT FROM (EXCLUDED.counts, EXCLUDED.succeeded, EXCLUDED.zh)
