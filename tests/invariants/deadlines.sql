-- What must hold of the clocks at any moment after a sweep; a row is a breach. Of a synthetic database the clock is its
-- own (setting manual_now). The time a sweep may come late is fenliu.step (an interval, SET by the caller; a day if not).
WITH clock AS (
    SELECT coalesce((SELECT value::timestamptz FROM fenliu.setting WHERE name = 'manual_now'), now()) AS now,
           coalesce(nullif(current_setting('fenliu.step', true), ''), '1 day')::interval AS step
), taken AS ( -- whoever takes a case on again has clocks of his own, though their last day may be the same
    SELECT court, referral_id, count(*) AS turn, max(at) AS at
    FROM fenliu.event WHERE type = 'referral.accepted'
    GROUP BY 1, 2
), deadline AS ( -- turn: of which acceptance a clock is, 0 where it starts by something else
    SELECT d.*, greatest((d.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', taken.at) AS ends_at,
           (d.act_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS acts_at, coalesce(taken.turn, 0) AS turn
    FROM fenliu.deadline d
    LEFT JOIN taken ON d.starts = 'acceptance' AND taken.court = d.court AND taken.referral_id = d.referral_id
), said AS (
    SELECT court, referral_id, data ->> 'what' AS what, (data ->> 'due_on')::date AS due_on, type, at,
           count(*) FILTER (WHERE type = 'referral.accepted')
               OVER (PARTITION BY court, referral_id ORDER BY xid, event_id ROWS UNBOUNDED PRECEDING) AS turn
    FROM fenliu.event WHERE type IN ('referral.accepted', 'deadline.near', 'deadline.passed')
), told AS (
    SELECT s.court, s.referral_id, s.what, s.due_on, s.type, d.starts, CASE d.starts WHEN 'acceptance' THEN s.turn ELSE 0 END AS turn,
           count(*) AS n, min(s.at) AS at
    FROM said s LEFT JOIN fenliu.deadline d ON d.court = s.court AND d.referral_id = s.referral_id AND d.what = s.what
    WHERE s.type <> 'referral.accepted'
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT 'a day has passed without its event' AS breach, d.court, d.referral_id, d.what, d.due_on
FROM deadline d CROSS JOIN clock
WHERE d.state IN ('running', 'near', 'passed', 'late') AND d.ends_at + step < clock.now
  AND (d.closed_on IS NULL OR d.closed_on > (d.ends_at AT TIME ZONE 'Asia/Shanghai')::date)
  AND NOT EXISTS (SELECT FROM told t WHERE t.court = d.court AND t.referral_id = d.referral_id AND t.what = d.what
                    AND t.due_on = d.due_on AND t.turn = d.turn AND t.type = 'deadline.passed' AND t.at <= d.ends_at + step)
UNION ALL
SELECT 'a clock is marked as told of, and no event says so', d.court, d.referral_id, d.what, d.due_on
FROM deadline d
WHERE d.state IN ('near', 'passed')
  AND NOT EXISTS (SELECT FROM told t WHERE t.court = d.court AND t.referral_id = d.referral_id AND t.what = d.what
                    AND t.due_on = d.due_on AND t.turn = d.turn AND t.type = 'deadline.' || d.state)
UNION ALL
SELECT 'an event of a clock and its day came twice', court, referral_id, what, due_on FROM told WHERE n > 1
UNION ALL
SELECT 'an event is of no clock', court, referral_id, what, due_on FROM told WHERE starts IS NULL
UNION ALL
SELECT 'an event came before its day', t.court, t.referral_id, t.what, t.due_on
FROM told t
WHERE t.type = 'deadline.passed' AND t.at < (t.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
UNION ALL
SELECT 'an expired period is still open', d.court, d.referral_id, d.what, d.due_on
FROM deadline d CROSS JOIN clock JOIN fenliu.referral r USING (court, referral_id)
WHERE d.act_on IS NOT NULL AND d.state = 'passed' AND d.acts_at + step < clock.now
  AND r.state IN ('queued', 'offered', 'accepted')
UNION ALL
SELECT 'a clock runs for what is over', d.court, d.referral_id, d.what, d.due_on
FROM deadline d JOIN fenliu.referral r USING (court, referral_id)
WHERE d.until <> 'performed' AND d.state IN ('running', 'near', 'passed', 'paused')
  AND r.state IN ('concluded', 'cancelled')
UNION ALL
SELECT 'nothing watches an accepted referral that has a due day', r.court, r.referral_id, NULL, r.due_on
FROM fenliu.referral r
WHERE r.state IN ('accepted', 'paused') AND r.due_on IS NOT NULL
  AND NOT EXISTS (SELECT FROM fenliu.deadline d WHERE d.court = r.court AND d.referral_id = r.referral_id
                    AND d.due_on = r.due_on AND d.state IN ('running', 'near', 'passed', 'paused'))
UNION ALL
SELECT 'an offer stands though its time is over', r.court, r.referral_id, 'accept', NULL
FROM fenliu.referral r CROSS JOIN clock
WHERE r.state = 'offered' AND r.accept_by + step < clock.now
