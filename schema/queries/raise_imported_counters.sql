-- New numbers go on behind the highest that an older system gave; its gaps are its own.
INSERT INTO docket_counter AS c (court, word, year, last, imported)
SELECT $4, k.word, k.year, k.number, k.number
FROM (SELECT word, year, max(number) AS number
      FROM unnest($1::text[], $2::int[], $3::int[]) AS given(word, year, number)
      GROUP BY word, year) k
ORDER BY k.word, k.year
ON CONFLICT (court, word, year) DO UPDATE
SET last = excluded.last, imported = excluded.last WHERE c.last < excluded.last
