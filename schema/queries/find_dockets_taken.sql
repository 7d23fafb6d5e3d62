-- Which of these numbers have been given already. The counters are held, so none is given meanwhile.
SELECT k.n, d.dispute_id
FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS k(word, year, number, n)
JOIN docket d ON d.court = $4 AND d.word = k.word AND d.year = k.year AND d.number = k.number
ORDER BY k.n
