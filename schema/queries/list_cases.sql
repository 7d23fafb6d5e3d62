-- What was received in a time, page by page: for the daily reconciliation of a sender. $5 is the place of
-- the last row of the page before, in microseconds of 1970, and $6 its id.
SELECT d.dispute_id, d.source, d.ref, (date_part('epoch', d.received_at) * 1000)::bigint, d.state,
       (SELECT r.docket FROM referral r
        WHERE r.court = d.court AND r.dispute_id = d.dispute_id AND r.docket IS NOT NULL
        ORDER BY r.visit LIMIT 1),
       (extract(epoch FROM d.received_at) * 1000000)::bigint
FROM dispute d
WHERE d.court = $1 AND d.received_at >= $2 AND ($3::timestamptz IS NULL OR d.received_at < $3)
  AND ($4::text IS NULL OR d.source = $4)
  AND (d.received_at, d.dispute_id)
      > (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::bigint)
ORDER BY d.received_at, d.dispute_id
LIMIT $7
