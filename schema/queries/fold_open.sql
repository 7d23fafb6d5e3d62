-- What came less what went, by the day it entered.
INSERT INTO tally_open AS t (court, entered_on, channel, procedure, fast_track, n)
SELECT court, entered_on, channel, procedure, fast_track, sum(CASE WHEN measure = 'entered' THEN n ELSE -n END)
FROM ledger
WHERE measure IN ('entered', 'concluded', 'cancelled') AND entered_on IS NOT NULL
  AND court = ANY ($3::text[]) AND xid >= $1::text::xid8 AND xid < $2::text::xid8
GROUP BY 1, 2, 3, 4, 5
HAVING sum(CASE WHEN measure = 'entered' THEN n ELSE -n END) <> 0
ON CONFLICT (court, entered_on, channel, procedure, fast_track) DO UPDATE SET n = t.n + excluded.n
