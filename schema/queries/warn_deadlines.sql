-- Clocks whose day is near or has passed get their event, each exactly once: the state stands in the WHERE clause, and
-- SKIP LOCKED lets any number of processes sweep at once. An offer is not noted here when it is made: whether one is
-- out (or more came of it) is seen now. The limit is written out so that no plan takes it for a tenth of the table; $4
-- holds as many fresh ids (SWEEP_ROWS of deadline_sweep.c).
WITH due AS MATERIALIZED (
    SELECT court, referral_id, what, until, due_on, act_on, escalates
    FROM deadline
    WHERE look_on <= $1::date AND state IN ('running', 'near')
    ORDER BY look_on
    LIMIT 500
    FOR UPDATE SKIP LOCKED
), seen AS MATERIALIZED (
    SELECT due.*, r.dispute_id, r.channel, r.procedure,
           CASE WHEN due.until = 'offered' AND r.state <> 'queued' THEN 'met'
                WHEN due.due_on < $1::date THEN 'passed' ELSE 'near' END AS state
    FROM due JOIN referral r ON r.court = due.court AND r.referral_id = due.referral_id
), told AS (
    UPDATE deadline d
    SET state = seen.state, closed_on = CASE seen.state WHEN 'met' THEN $1::date END,
        look_on = CASE seen.state WHEN 'near' THEN seen.due_on + 1 WHEN 'passed' THEN seen.act_on + 1 END
    FROM seen
    WHERE d.court = seen.court AND d.referral_id = seen.referral_id AND d.what = seen.what -- locked above
), said AS (
    INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data)
    SELECT court, ($4::bigint[])[row_number() OVER (ORDER BY due_on, referral_id, what)], dispute_id, referral_id,
           CASE state WHEN 'near' THEN $5 ELSE $6 END, $3, $2::timestamptz,
           jsonb_build_object('what', what, 'due_on', due_on, 'channel', channel, 'procedure', procedure)
           || CASE WHEN state = 'passed' AND escalates THEN '{"escalated": true}'::jsonb ELSE '{}'::jsonb END
    FROM seen
    WHERE state <> 'met'
)
SELECT count(*), count(*) FILTER (WHERE state = 'near'), count(*) FILTER (WHERE state = 'passed') FROM seen
