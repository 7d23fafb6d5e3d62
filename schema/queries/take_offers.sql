-- The oldest of a pool become offers of one mediator: out of the queue, held by a fresh claim, with its event.
-- SKIP LOCKED: pulls at the same time take different ones. The look at declined_by is a sub-select on purpose:
-- a join could be planned as a scan of all referrals. $8 and $9 hold as many fresh ids as may be taken.
WITH head AS MATERIALIZED (
    SELECT q.referral_id, q.rank_at
    FROM queue q
    WHERE q.court = $1 AND q.channel = $2
      AND NOT (SELECT $3::text = ANY (r.declined_by) FROM referral r
               WHERE r.court = q.court AND r.referral_id = q.referral_id)
    ORDER BY q.rank_at, q.referral_id
    LIMIT $4
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM queue q USING head h WHERE q.court = $1 AND q.referral_id = h.referral_id
    RETURNING q.referral_id
), numbered AS (
    SELECT h.referral_id, row_number() OVER (ORDER BY h.rank_at, h.referral_id) AS n
    FROM head h JOIN gone g USING (referral_id)
), offered AS (
    UPDATE referral r
    SET state = $11, claim = ($8::bigint[])[x.n], mediator = $3, offered_at = $5::timestamptz, accept_by = $6::timestamptz
    FROM numbered x
    WHERE r.court = $1 AND r.referral_id = x.referral_id AND r.state = ANY ($10::text[])
    RETURNING r.referral_id, r.dispute_id, r.procedure, x.n
)
INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
SELECT $1, ($9::bigint[])[o.n], o.dispute_id, o.referral_id, $7, $3, $5::timestamptz,
       jsonb_build_object('channel', $2::text, 'procedure', o.procedure)
FROM offered o
RETURNING referral_id
