-- All figures of a court over a period, both days included; no row: nothing was ever counted.
SELECT * FROM stats.figures_of($1, $2, $3, 'total')
