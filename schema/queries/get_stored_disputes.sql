-- What was answered to the sender of each key the first time: one row per key that is stored.
SELECT k.n, d.dispute_id, encode(d.content_hash, 'hex'), a.document::text,
       a.document ->> 'docket'
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(court, source, ref, n)
JOIN dispute d ON d.court = k.court AND d.source = k.source AND d.ref = k.ref
JOIN LATERAL (SELECT e.document
              FROM decision e
              WHERE e.court = d.court AND e.dispute_id = d.dispute_id AND e.made_by = 'engine'
              ORDER BY e.recorded_at, e.made_at
              LIMIT 1) a ON true
