-- One side of a dispute, before it is written anew.
DELETE FROM party WHERE court = $1 AND dispute_id = $2 AND side = $3
