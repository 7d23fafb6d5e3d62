-- The pools of a channel, as one process keeps them in memory; none when there are no more than the $3 that it knows: they are
-- never taken away.
SELECT pool, street, community, cause_list, cause
FROM pool
WHERE court = $1 AND channel = $2 AND (SELECT count(*) FROM pool WHERE court = $1 AND channel = $2) > $3
ORDER BY pool
