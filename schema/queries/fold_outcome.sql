-- Conclusions by outcome and reason.
INSERT INTO tally_outcome AS t (court, month, channel, procedure, fast_track, outcome, reason, n)
SELECT court, date_trunc('month', day)::date, channel, procedure, fast_track, coalesce(outcome, '-'), coalesce(reason, '-'),
       sum(n)
FROM ledger
WHERE measure = 'concluded' AND court = ANY ($3::text[]) AND xid >= $1::text::xid8 AND xid < $2::text::xid8
GROUP BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT (court, month, channel, procedure, fast_track, outcome, reason) DO UPDATE SET n = t.n + excluded.n
