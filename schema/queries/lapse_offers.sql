-- Offers that nobody accepted in time go back into their queues, each with its event and its effect on the counts of the
-- mediator, who is not asked again before $5. Any number of processes at once: SKIP LOCKED. The limit is written out so
-- that no plan takes it for a tenth of the table; $3 holds as many fresh ids (SWEEP_ROWS of desk_sweep.c).
WITH late AS MATERIALIZED (
    SELECT court, referral_id, mediator
    FROM referral
    WHERE state = 'offered' AND accept_by < $1
    ORDER BY accept_by
    LIMIT 500
    FOR UPDATE SKIP LOCKED
), numbered AS MATERIALIZED (
    SELECT court, referral_id, mediator, ($3::bigint[])[row_number() OVER (ORDER BY referral_id)] AS event_id FROM late
), back AS (
    UPDATE referral r
    SET state = $2, claim = NULL, mediator = NULL, offered_at = NULL, accept_by = NULL, lapsed_by = late.mediator,
        rest_until = $5::timestamptz
    FROM numbered late
    WHERE r.court = late.court AND r.referral_id = late.referral_id -- locked above, in the state named there
    RETURNING r.*, late.mediator AS late_mediator, late.event_id
), queued AS (
    INSERT INTO queue (court, pool, rank_at, referral_id)
    SELECT court, pool, rank_at, referral_id FROM back
), counted AS (
    INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, cause_list, cause, domain, street, body,
                        mediator, n, dispute_id, referral_id, event_id)
    SELECT court, ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, 'lapsed', channel, procedure, fast_track,
           cause_list, cause, domain, street, body, late_mediator, 1, dispute_id, referral_id, event_id
    FROM back
), told AS (
    INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
    SELECT court, event_id, dispute_id, referral_id, $4, late_mediator, $1,
           jsonb_build_object('channel', channel, 'procedure', procedure)
    FROM back
)
SELECT court, channel, pool, rank_at FROM back
