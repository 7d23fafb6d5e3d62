-- The oldest referral that a target may have becomes an offer of its system: out of the queue, held by the fresh claim
-- $8, with its event $9. Not one that this system declined, that waits for its next try or was given up, nor one that a
-- more specific target takes ($6: how specific this one is); and none while one that was not answered waits for its
-- next try: a system that is away gets one at a time. $7: how long the lease holds, in ms.
-- Looked at are the heads of the channel's pools (engine/queue/pool.h), as many as another process may hold just now.
WITH target AS MATERIALIZED (
    SELECT own.streets
    FROM delivery_target t
    LEFT JOIN body b ON b.court = t.court AND b.body = t.body
    CROSS JOIN LATERAL (SELECT coalesce(t.streets, nullif(b.streets, '{}')) AS streets) AS own
    WHERE t.court = $1 AND t.channel = $2
      AND $6 < CASE WHEN own.streets IS NOT NULL THEN 3 WHEN t.body <> '' THEN 2 ELSE 1 END
), head AS MATERIALIZED (
    SELECT array_agg(first.referral_id ORDER BY first.rank_at, first.referral_id) AS ids
    FROM (
        SELECT q.referral_id, q.rank_at
        FROM pool p
        CROSS JOIN LATERAL (
            SELECT q.referral_id, q.rank_at
            FROM queue q
            WHERE q.court = p.court AND q.pool = p.pool
              AND NOT (SELECT $4::text = ANY (r.declined_by)
                              OR coalesce($4::text = r.lapsed_by AND r.rest_until > $12::timestamptz, false)
                       FROM referral r WHERE r.court = q.court AND r.referral_id = q.referral_id)
              AND NOT EXISTS (SELECT FROM delivery d WHERE d.court = q.court AND d.referral_id = q.referral_id
                              AND (d.dead OR d.next_at > now()))
            ORDER BY q.rank_at, q.referral_id
            LIMIT 4) q
        WHERE p.court = $1 AND p.channel = $2 AND ($5::text[] IS NULL OR p.street = ANY ($5))
          AND NOT EXISTS (SELECT FROM target WHERE streets IS NULL OR p.street = ANY (streets))
          AND NOT EXISTS (SELECT FROM delivery w
                          JOIN referral r ON r.court = w.court AND r.referral_id = w.referral_id AND r.state = 'offered'
                                             AND r.claim = w.claim
                          WHERE w.court = $1 AND w.channel = $2 AND w.body = $3 AND NOT w.dead AND w.silent)
        ORDER BY q.rank_at, q.referral_id
        LIMIT 16) first
), picked AS MATERIALIZED (
    SELECT q.referral_id
    FROM queue q
    WHERE q.court = $1 AND q.referral_id = ANY ((SELECT ids FROM head)::bigint[])
    ORDER BY q.rank_at, q.referral_id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM queue q USING picked WHERE q.court = $1 AND q.referral_id = picked.referral_id
), offered AS (
    UPDATE referral r
    SET state = $11, claim = $8, mediator = $4, body = nullif($3, ''), offered_at = $12::timestamptz,
        accept_by = $13::timestamptz
    FROM picked
    WHERE r.court = $1 AND r.referral_id = picked.referral_id AND r.state = ANY ($10::text[])
    RETURNING r.referral_id, r.dispute_id, r.procedure
), told AS (
    INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
    SELECT $1, $9, o.dispute_id, o.referral_id, 'referral.offered', $4, $12::timestamptz,
           jsonb_strip_nulls(jsonb_build_object('channel', $2::text, 'procedure', o.procedure, 'body', nullif($3, '')))
    FROM offered o
)
INSERT INTO delivery AS d (court, referral_id, channel, body, claim, tries, next_at)
SELECT $1, referral_id, $2, $3, $8, 1, now() + $7 * interval '1 millisecond' FROM offered
ON CONFLICT (court, referral_id) DO UPDATE
SET channel = EXCLUDED.channel, body = EXCLUDED.body, claim = EXCLUDED.claim, tries = d.tries + 1,
    next_at = EXCLUDED.next_at
RETURNING referral_id, claim, tries
