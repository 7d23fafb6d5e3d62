-- The mediator's row, held until the commit, so that two pulls of one mediator count what is in hand one after the
-- other. A statement of its own: the count that follows must see what the other has committed.
SELECT load_cap FROM mediator WHERE court = $1 AND mediator = $2 FOR UPDATE
