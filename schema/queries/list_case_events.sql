SELECT event_id, court, dispute_id, referral_id, type, actor,
       (date_part('epoch', at) * 1000)::bigint, (date_part('epoch', recorded_at) * 1000)::bigint,
       data::text, sealed
FROM event WHERE court = $1 AND dispute_id = $2
ORDER BY at, xid, event_id
