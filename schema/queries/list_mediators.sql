-- The mediators of a court, for people: what they take, what they have in hand, whether they are away on the day $2.
SELECT m.mediator, m.body, m.name, array_to_string(m.streets, ','), array_to_string(m.causes, ','),
       array_to_string(m.languages, ','), m.load_cap, m.active::text, b.channel,
       (SELECT count(*) FROM referral r
        WHERE r.court = m.court AND r.channel = b.channel AND r.mediator = m.mediator
          AND r.state IN ('offered', 'accepted', 'paused')) AS in_hand,
       (SELECT count(*) FROM mediator_relation r WHERE r.court = m.court AND r.mediator = m.mediator) AS relations,
       (SELECT string_agg(a.from_on || '/' || coalesce(a.until_on::text, '') || ' ' || a.reason, ', '
                          ORDER BY a.from_on)
        FROM mediator_absence a
        WHERE a.court = m.court AND a.mediator = m.mediator AND coalesce(a.until_on >= $2::date, true)) AS away
FROM mediator m JOIN body b ON b.court = m.court AND b.body = m.body
WHERE m.court = $1 ORDER BY b.channel, m.body, m.mediator
