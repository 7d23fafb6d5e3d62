-- Which of these keys are stored already, with what content.
SELECT k.n, encode(d.content_hash, 'hex'), d.dispute_id
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(source, ref, n)
JOIN dispute d ON d.court = $3 AND d.source = k.source AND d.ref = k.ref
