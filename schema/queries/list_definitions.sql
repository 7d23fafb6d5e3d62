-- What each column of stats counts.
SELECT name, zh, en FROM stats.dictionary ORDER BY name
