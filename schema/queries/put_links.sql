-- Disputes that may be the same, each with an event at both ($7, $8: their ids); what is known already stays as it is.
WITH found AS (
    SELECT court, low, high, by_id, same_cause, days, low_event, high_event
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::boolean[], $5::boolean[], $6::int[], $7::bigint[], $8::bigint[])
        AS f (court, low, high, by_id, same_cause, days, low_event, high_event)
), fresh AS (
    INSERT INTO link (court, dispute_id, other_id, state, basis, same_cause, days_apart, found_at)
    SELECT court, low, high, 'possible', CASE WHEN by_id THEN 'id_no' ELSE 'name' END, same_cause, days, $9::timestamptz
    FROM found
    ON CONFLICT (court, dispute_id, other_id) DO NOTHING
    RETURNING court, dispute_id, other_id
)
INSERT INTO event (court, event_id, dispute_id, type, actor, at, data)
SELECT f.court, e.event_id, e.dispute_id, $10, $11, $9::timestamptz,
       jsonb_build_object('other', e.other_id::text, 'state', 'possible')
FROM fresh n
JOIN found f ON f.court = n.court AND f.low = n.dispute_id AND f.high = n.other_id
CROSS JOIN LATERAL (VALUES (f.low_event, f.low, f.high), (f.high_event, f.high, f.low)) AS e (event_id, dispute_id, other_id)
