-- The oldest of a pool become offers of one mediator: out of the queue, held by a fresh claim, with its event.
-- SKIP LOCKED: pulls at the same time take different ones. Shaped so that no plan depends on statistics, generic or
-- not: the look at declined_by is a sub-select and the rows taken are an array, since a join could be planned as a
-- scan of all referrals (measured at 300,000 open: 1 s). $8 and $9 hold as many fresh ids as may be taken;
-- $12 is the body of the one who pulls, or null.
WITH head AS MATERIALIZED (
    SELECT q.referral_id, q.rank_at
    FROM queue q
    WHERE q.court = $1 AND q.channel = $2
      AND NOT (SELECT $3::text = ANY (r.declined_by)
                      OR coalesce($3::text = r.lapsed_by AND r.rest_until > $5::timestamptz, false)
               FROM referral r WHERE r.court = q.court AND r.referral_id = q.referral_id)
    ORDER BY q.rank_at, q.referral_id
    LIMIT $4
    FOR UPDATE SKIP LOCKED
), picked AS MATERIALIZED (
    SELECT array_agg(referral_id ORDER BY rank_at, referral_id) AS ids FROM head
), gone AS (
    DELETE FROM queue q WHERE q.court = $1 AND q.referral_id = ANY ((SELECT ids FROM picked)::bigint[])
), offered AS (
    UPDATE referral r
    SET state = $11, claim = ($8::bigint[])[array_position((SELECT ids FROM picked), r.referral_id)], mediator = $3,
        body = $12, offered_at = $5::timestamptz, accept_by = $6::timestamptz
    WHERE r.court = $1 AND r.referral_id = ANY ((SELECT ids FROM picked)::bigint[]) AND r.state = ANY ($10::text[])
    RETURNING r.referral_id, r.dispute_id, r.procedure
)
INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
SELECT $1, ($9::bigint[])[array_position((SELECT ids FROM picked), o.referral_id)], o.dispute_id, o.referral_id, $7,
       $3, $5::timestamptz, jsonb_strip_nulls(jsonb_build_object('channel', $2::text, 'procedure', o.procedure, 'body', $12::text))
FROM offered o
RETURNING referral_id
