-- The cases filed in a time, page by page in the order of the key, for deciding them again (policy backtest).
-- $4 and $5 are court and id of the last row of the page before.
SELECT d.court, d.dispute_id, d.ref, d.document::text
FROM dispute d
WHERE d.filed_on >= $1 AND d.filed_on <= $2 AND ($3::text IS NULL OR d.court = $3)
  AND (d.court, d.dispute_id) > ($4::text, $5::bigint)
ORDER BY d.court, d.dispute_id
LIMIT $6
