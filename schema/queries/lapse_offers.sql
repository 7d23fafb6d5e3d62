-- Offers that nobody accepted in time go back into their queues, each with its event; the mediator may be asked
-- again. Any number of processes at once: SKIP LOCKED. The limit is written out so that no plan takes it for a tenth
-- of the table; $3 holds as many fresh ids (SWEEP_ROWS of desk_sweep.c).
WITH late AS MATERIALIZED (
    SELECT court, referral_id, mediator
    FROM referral
    WHERE state = 'offered' AND accept_by < $1
    ORDER BY accept_by
    LIMIT 500
    FOR UPDATE SKIP LOCKED
), back AS (
    UPDATE referral r
    SET state = $2, claim = NULL, mediator = NULL, offered_at = NULL, accept_by = NULL
    FROM late
    WHERE r.court = late.court AND r.referral_id = late.referral_id -- locked above, in the state named there
    RETURNING r.court, r.referral_id, r.dispute_id, r.channel, r.procedure, r.entered_at, r.priority, r.street,
              r.cause, late.mediator
), queued AS (
    INSERT INTO queue (court, channel, rank_at, referral_id, street, cause)
    SELECT court, channel, entered_at - priority * $4::bigint * interval '1 millisecond', referral_id, street,
           cause
    FROM back
)
INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
SELECT court, ($3::bigint[])[row_number() OVER (ORDER BY referral_id)], dispute_id, referral_id, $5, mediator,
       $1, jsonb_build_object('channel', channel, 'procedure', procedure)
FROM back
RETURNING referral_id
