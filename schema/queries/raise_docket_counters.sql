-- Takes as many numbers as cases need, counter by counter in the order given, which is the same for every
-- writer: none waits for one that waits for it. RETURNING keeps that order.
INSERT INTO docket_counter AS c (court, word, year, last)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[])
ON CONFLICT (court, word, year) DO UPDATE SET last = c.last + excluded.last
RETURNING last
