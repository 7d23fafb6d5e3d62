-- The oldest that fit become offers of one mediator: out of the queue, held by a fresh claim, with their events.
--
-- $2 … $4 are the pools to look into and from which place on: below it nothing lives (what was taken is still in the
-- index while an old snapshot is open, and is not walked again). $5 is how many rows of each are looked at, and only
-- what stands at or before $6 is taken: what may stand before in pools that are not looked into comes first
-- (engine/queue/board.h). Conflicts are tested in the order of the queue, on what would be taken only.
-- SKIP LOCKED: pulls at the same time take different ones.
--
-- Shaped so that no plan depends on statistics, generic or not: sub-selects and arrays instead of joins.
-- $7 the mediator, $8 the channel, $9 how many at most, $10 the load cap (the row of the mediator is locked before),
-- $11 the number of the roster it was prepared with (another: nothing is taken), $12 the channels whose people are no
-- mediators (the clerks), $13 and $14 keyed hashes of those the mediator is near to, by name and by number, $15 from-states,
-- $16 to-state, $17 claims, $18 event ids, $19 body, $20 now, $21 accept_by, $22 type of the event.
--
-- Answers one row (0, roster, room under the cap, taken), then for each pool with rows (which of $2, its first rank
-- and id, how many, the rank and id of the last at or before $6, how many of these).
WITH roster AS MATERIALIZED (
    SELECT n FROM roster_change
), room AS MATERIALIZED (
    SELECT CASE WHEN $10::bigint IS NOT NULL THEN
               greatest(0, $10::bigint - (SELECT count(*) FROM referral h
                                          WHERE h.court = $1 AND h.channel = $8 AND h.mediator = $7
                                            AND h.state IN ('offered', 'accepted', 'paused')))
           END AS n
), probe AS MATERIALIZED (
    SELECT p.at, h.referral_id, h.rank_at
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[]) WITH ORDINALITY AS p (pool, from_at, from_id, depth, at)
    CROSS JOIN LATERAL (
        SELECT q.referral_id, q.rank_at
        FROM queue q
        WHERE q.court = $1 AND q.pool = p.pool AND (q.rank_at, q.referral_id) >= (p.from_at, p.from_id)
        ORDER BY q.rank_at, q.referral_id
        LIMIT p.depth) h
), head AS MATERIALIZED (
    SELECT referral_id, rank_at FROM probe WHERE rank_at <= $6::bigint ORDER BY rank_at, referral_id
), picked AS MATERIALIZED (
    SELECT h.referral_id
    FROM head h
    WHERE CASE
        WHEN (SELECT EXISTS (SELECT FROM referral e
                             WHERE e.court = $1 AND e.dispute_id = r.dispute_id
                               AND ($7::text = ANY (e.declined_by)
                                    OR e.mediator = $7 AND e.channel <> $8 AND NOT $12::text[] && ARRAY[$8, e.channel]))
                  OR coalesce($7::text = r.lapsed_by AND r.rest_until > $20::timestamptz, false)
                  OR (cardinality($13::bytea[]) > 0 OR cardinality($14::bytea[]) > 0)
                     AND EXISTS (SELECT FROM party p
                                 WHERE p.court = $1 AND p.dispute_id = r.dispute_id
                                   AND (p.name_hash = ANY ($13::bytea[]) OR p.id_hash = ANY ($14::bytea[])))
              FROM referral r WHERE r.court = $1 AND r.referral_id = h.referral_id) THEN false
        ELSE (SELECT true FROM queue q
              WHERE q.court = $1 AND q.referral_id = h.referral_id FOR UPDATE SKIP LOCKED)
        END
    LIMIT CASE WHEN (SELECT n FROM roster) = $11::bigint THEN least($9::bigint, (SELECT n FROM room)) ELSE 0 END
), ids AS MATERIALIZED (
    SELECT coalesce(array_agg(referral_id), '{}') AS all_of FROM picked
), gone AS (
    DELETE FROM queue q WHERE q.court = $1 AND q.referral_id = ANY ((SELECT all_of FROM ids)::bigint[])
), offered AS (
    UPDATE referral r
    SET state = $16, claim = ($17::bigint[])[array_position((SELECT all_of FROM ids), r.referral_id)], mediator = $7,
        body = $19, offered_at = $20::timestamptz, accept_by = $21::timestamptz
    WHERE r.court = $1 AND r.referral_id = ANY ((SELECT all_of FROM ids)::bigint[]) AND r.state = ANY ($15::text[])
    RETURNING r.referral_id, r.dispute_id, r.procedure
), told AS (
    INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
    SELECT $1, ($18::bigint[])[array_position((SELECT all_of FROM ids), o.referral_id)], o.dispute_id, o.referral_id,
           $22, $7, $20::timestamptz,
           jsonb_strip_nulls(jsonb_build_object('channel', $8::text, 'procedure', o.procedure, 'body', $19::text))
    FROM offered o
    RETURNING referral_id
)
SELECT 0 AS at, (SELECT n FROM roster) AS first_at, (SELECT n FROM room) AS first_id, (SELECT count(*) FROM told) AS n,
       0 AS last_at, 0 AS last_id, 0 AS n_before
UNION ALL
SELECT at, (array_agg(rank_at))[1], (array_agg(referral_id))[1], count(*),
       max(rank_at) FILTER (WHERE rank_at <= $6::bigint),
       (array_agg(referral_id) FILTER (WHERE rank_at <= $6::bigint))[count(*) FILTER (WHERE rank_at <= $6::bigint)],
       count(*) FILTER (WHERE rank_at <= $6::bigint)
FROM probe
GROUP BY at
ORDER BY 1
