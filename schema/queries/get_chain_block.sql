-- The first block from a number on.
SELECT seq, court, events::text, marks, seal FROM chain WHERE seq >= $1 ORDER BY seq LIMIT 1
