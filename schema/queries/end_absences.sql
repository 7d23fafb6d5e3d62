-- Present again from the day $3 on: what has begun ends the day before, what has not begun is taken back.
WITH begun AS (
    UPDATE mediator_absence SET until_on = $3::date - 1
    WHERE court = $1 AND mediator = $2 AND from_on < $3::date AND coalesce(until_on >= $3::date, true)
    RETURNING from_on
), ahead AS (
    DELETE FROM mediator_absence WHERE court = $1 AND mediator = $2 AND from_on >= $3::date
    RETURNING from_on
)
SELECT count(*) FROM (SELECT FROM begun UNION ALL SELECT FROM ahead) ended
