-- The same period split by one dimension; the columns are those of stats.part.
SELECT * FROM stats.split($1, $2, $3, $4)
