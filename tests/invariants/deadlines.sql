-- What must hold of the clocks at any moment after a sweep; a row is a breach. Of a synthetic database the clock is its
-- own (setting manual_now). The time a sweep may come late is fenliu.step (an interval, SET by the caller; a day if not).
WITH clock AS (
    SELECT coalesce((SELECT value::timestamptz FROM fenliu.setting WHERE name = 'manual_now'), now()) AS now,
           coalesce(nullif(current_setting('fenliu.step', true), ''), '1 day')::interval AS step
), deadline AS (
    SELECT d.*, (d.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS ends_at,
           (d.act_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS acts_at
    FROM fenliu.deadline d
), told AS (
    SELECT court, referral_id, data ->> 'what' AS what, (data ->> 'due_on')::date AS due_on, type, count(*) AS n, min(at) AS at
    FROM fenliu.event WHERE type IN ('deadline.near', 'deadline.passed')
    GROUP BY 1, 2, 3, 4, 5
)
SELECT 'a day has passed without its event' AS breach, d.court, d.referral_id, d.what, d.due_on
FROM deadline d CROSS JOIN clock
WHERE d.state IN ('running', 'near', 'passed', 'late') AND d.ends_at + step < clock.now
  AND (d.closed_on IS NULL OR d.closed_on > d.due_on + 1)
  AND NOT EXISTS (SELECT FROM told t WHERE t.court = d.court AND t.referral_id = d.referral_id AND t.what = d.what
                    AND t.due_on = d.due_on AND t.type = 'deadline.passed' AND t.at <= d.ends_at + step)
UNION ALL
SELECT 'an event of a clock and its day came twice', court, referral_id, what, due_on FROM told t
WHERE n > greatest(1, (SELECT count(*) FROM fenliu.event a -- whoever takes a case on again has a clock of his own
                       WHERE a.court = t.court AND a.referral_id = t.referral_id AND a.type = 'referral.accepted'))
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
