-- What must hold at any moment, whatever happened before: each row is a violation. Times are of the court's clock, which
-- the simulation sets once every calendar day in the morning, so that a day that has passed has its event by then. What
-- must hold of clocks besides stands in tests/invariants/deadlines.sql.
WITH open_referral AS (
    SELECT * FROM referral WHERE state IN ('queued', 'offered', 'accepted', 'paused')
), hold AS ( -- who held a referral when: the events that give or take it, in the order of their commits
    SELECT court, referral_id, event_id, type, coalesce(data ->> 'mediator', actor) AS holder,
           lag(type) OVER one AS before,
           lag(coalesce(data ->> 'mediator', actor)) OVER one AS before_holder
    FROM event
    WHERE type IN ('referral.queued', 'referral.offered', 'referral.accepted', 'referral.declined', 'referral.lapsed',
                   'referral.released', 'referral.concluded')
    WINDOW one AS (PARTITION BY court, referral_id ORDER BY xid, event_id)
), clock AS (
    SELECT value::timestamptz AS now, (value::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS today
    FROM setting WHERE name = 'manual_now'
)
SELECT 'an open dispute has no referral in anybody''s hands or queue' AS violation, d.court, d.dispute_id AS id, NULL AS detail
FROM dispute d
WHERE d.state = 'open' AND NOT EXISTS (SELECT FROM open_referral r WHERE r.court = d.court AND r.dispute_id = d.dispute_id)
UNION ALL
SELECT 'a dispute has two open referrals', court, dispute_id, count(*)::text
FROM open_referral GROUP BY court, dispute_id HAVING count(*) > 1
UNION ALL
SELECT 'a dispute that is over has an open referral', d.court, d.dispute_id, r.state
FROM dispute d JOIN open_referral r ON r.court = d.court AND r.dispute_id = d.dispute_id
WHERE d.state <> 'open'
UNION ALL
SELECT 'a queued referral is in no queue', r.court, r.referral_id, NULL
FROM open_referral r
WHERE r.state = 'queued' AND NOT EXISTS (SELECT FROM queue q WHERE q.court = r.court AND q.referral_id = r.referral_id)
UNION ALL
SELECT 'a queue holds a referral that is not queued', q.court, q.referral_id, r.state
FROM queue q LEFT JOIN referral r ON r.court = q.court AND r.referral_id = q.referral_id
WHERE r.state IS DISTINCT FROM 'queued'
UNION ALL
SELECT 'a held referral has no claim or no holder, or one that waits has', court, referral_id, state
FROM open_referral
WHERE (state = 'queued') <> (claim IS NULL) OR (state = 'queued') <> (mediator IS NULL)
UNION ALL
SELECT 'a referral was offered while it was in somebody''s hands', court, referral_id, before || ' ' || before_holder
FROM hold
WHERE type = 'referral.offered' AND before NOT IN ('referral.queued', 'referral.declined', 'referral.lapsed', 'referral.released')
UNION ALL
SELECT 'a step was taken by somebody who did not hold the referral', court, referral_id, before || ' ' || before_holder || ', ' || type || ' ' || holder
FROM hold
WHERE (type IN ('referral.accepted', 'referral.declined', 'referral.lapsed') AND (before <> 'referral.offered' OR before_holder <> holder))
   OR (type = 'referral.concluded' AND holder <> 'clock' AND (before <> 'referral.accepted' OR before_holder <> holder))
   OR (type = 'referral.concluded' AND holder = 'clock' AND before <> 'referral.accepted' -- a period that runs from the entry is over for all
       AND NOT EXISTS (SELECT FROM deadline d WHERE d.court = hold.court AND d.referral_id = hold.referral_id
                         AND d.starts = 'entry' AND d.act_on IS NOT NULL))
UNION ALL
SELECT 'an offer outlived its time', r.court, r.referral_id, r.accept_by::text
FROM open_referral r, clock WHERE r.state = 'offered' AND r.accept_by < clock.now
UNION ALL
SELECT 'a day has passed without its event on the next morning', l.court, l.referral_id, l.what || ' ' || l.due_on
FROM deadline l, clock
WHERE l.due_on < clock.today AND l.state <> 'void' AND l.state <> 'paused' AND (l.closed_on IS NULL OR l.closed_on > l.due_on)
  AND NOT (l.until = 'offered' AND l.state = 'met') -- whether an offer is out is seen at the sweep itself
  AND NOT EXISTS (SELECT FROM event e
                  WHERE e.court = l.court AND e.referral_id = l.referral_id AND e.type = 'deadline.passed'
                    AND e.data ->> 'what' = l.what AND e.data ->> 'due_on' = l.due_on::text
                    AND (e.at AT TIME ZONE 'Asia/Shanghai')::date = l.due_on + 1)
UNION ALL
SELECT 'a docket number has a gap or stands twice', c.court, NULL, c.word || ' ' || c.year
FROM docket_counter c
LEFT JOIN LATERAL (SELECT count(*) AS n, count(DISTINCT number) AS m, max(number) AS last
                   FROM docket d WHERE d.court = c.court AND d.word = c.word AND d.year = c.year) AS given ON true
WHERE given.n <> c.last OR given.m <> c.last OR given.last <> c.last
