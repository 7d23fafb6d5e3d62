-- Events behind a place of the feed whose transactions are all over, as the chain reads them.
-- (Ordered by event.xid: a bare xid would be the text of that name in the answer, and 1000 come before 999.)
SELECT court, event_id, dispute_id, referral_id, type, actor, (extract(epoch FROM at) * 1000000)::bigint,
       data::text, sealed, key_id, (extract(epoch FROM recorded_at) * 1000000)::bigint, xid::text
FROM event
WHERE (xid, event_id) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY event.xid, event.event_id
LIMIT $3
