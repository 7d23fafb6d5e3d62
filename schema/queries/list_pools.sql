-- The pools of a channel, as one process keeps them in memory.
SELECT pool, street, community, cause_list, cause FROM pool WHERE court = $1 AND channel = $2 ORDER BY pool
