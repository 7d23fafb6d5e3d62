-- Whether a mediator is on the roster; held until the commit.
SELECT active FROM mediator WHERE court = $1 AND mediator = $2 FOR UPDATE
