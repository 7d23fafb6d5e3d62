-- Events in commit order: only transactions that are all over (below xmin of this statement's snapshot), so
-- that none which commits later can have a smaller place. One row without event when there are none.
-- (Ordered by event.xid: a bare xid would be the text of that name in the answer, and 1000 come before 999.)
SELECT h.xmin::text, e.*
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) h
LEFT JOIN LATERAL (
    SELECT event_id, court, dispute_id, referral_id, type, actor,
           (date_part('epoch', at) * 1000)::bigint, (date_part('epoch', recorded_at) * 1000)::bigint,
           data::text, NULL::text AS words, xid::text
    FROM event
    WHERE (xid, event_id) > ($1::text::xid8, $2::bigint) AND xid < h.xmin
      AND ($3::text IS NULL OR court = $3)
    ORDER BY event.xid, event.event_id
    LIMIT $4) e ON true
