-- The headline figures of a court over a period, both days included; the columns are those of stats.figures.
SELECT * FROM stats.totals($1, $2, $3)
