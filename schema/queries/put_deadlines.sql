-- The clocks that start with a step. One that ran before (an acceptance that was taken back) starts afresh.
INSERT INTO deadline (court, referral_id, what, dispute_id, starts, until, state, escalates, start_on, due_on, near_on,
                      act_on, extend_to, look_on)
SELECT $1, $2, d.what, $3, $4, d.until, 'running', d.escalates, $5::date, d.due_on, d.near_on, d.act_on, d.extend_to,
       coalesce(d.near_on, d.due_on + 1)
FROM unnest($6::text[], $7::text[], $8::boolean[], $9::date[], $10::date[], $11::date[], $12::date[])
    AS d (what, until, escalates, due_on, near_on, act_on, extend_to)
ON CONFLICT (court, referral_id, what) DO UPDATE
SET starts = excluded.starts, until = excluded.until, state = excluded.state, escalates = excluded.escalates,
    start_on = excluded.start_on, due_on = excluded.due_on, near_on = excluded.near_on, act_on = excluded.act_on,
    extend_to = excluded.extend_to, look_on = excluded.look_on, closed_on = NULL
