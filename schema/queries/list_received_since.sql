-- Events behind a place of the feed whose transactions are all over; of them, what was received.
SELECT court, dispute_id, type = 'case.received', xid::text, event_id
FROM event
WHERE (xid, event_id) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY event.xid, event.event_id
LIMIT $3
