-- Events that stand where all is sealed, and are in no block: put there afterwards.
SELECT e.court, e.event_id, e.dispute_id, e.type
FROM event e, chain_place p
WHERE (e.xid, e.event_id) <= (p.xid, p.event_id)
  AND NOT EXISTS (SELECT FROM (SELECT court, unnest(events) AS event_id FROM chain) c
                  WHERE c.court = e.court AND c.event_id = e.event_id)
ORDER BY e.court, e.event_id
LIMIT $1
