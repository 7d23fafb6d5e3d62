-- As begin_snapshot, for cursors that are read page by page to their end: the order comes from an index, not from
-- sorting a whole table on disk before the first page, unless that costs a thousand times less.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL cursor_tuple_fraction = 0.001
