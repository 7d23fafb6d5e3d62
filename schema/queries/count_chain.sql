-- How many blocks there are, the newest number, and how many events wait to be sealed.
SELECT count(*), coalesce(max(seq), 0),
       (SELECT count(*) FROM event e, chain_place p WHERE (e.xid, e.event_id) > (p.xid, p.event_id))
FROM chain
