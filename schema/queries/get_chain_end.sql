-- Whether we are the one keeper that works (until the end of the transaction), how far the events are sealed, and the
-- newest block; seq 0 and no seal: there is none.
SELECT pg_try_advisory_xact_lock(hashtext('fenliu.chain')), p.xid::text, p.event_id,
       coalesce(c.seq, 0), c.seal
FROM chain_place p
LEFT JOIN LATERAL (SELECT seq, seal FROM chain ORDER BY seq DESC LIMIT 1) c ON true
