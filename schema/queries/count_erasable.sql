-- Disputes that ended longer ago than the period for which their personal data is kept, and whose key is still there.
-- An erased one has no content_hash: said here so that the index of what is kept serves (0024_erasable.sql).
SELECT count(*), min((d.closed_at AT TIME ZONE 'Asia/Shanghai')::date)::text
FROM dispute d JOIN dispute_key k ON k.court = d.court AND k.dispute_id = d.dispute_id
WHERE d.state <> 'open' AND d.content_hash <> '' AND d.closed_at < $1::timestamptz - make_interval(months => $2::int)
