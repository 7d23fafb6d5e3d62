-- Every referral of a dispute in order: its history, and what is still open.
SELECT referral_id, visit, channel, procedure, fast_track, state, outcome, reason,
       (concluded_at AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01' AS concluded_day,
       (extract(epoch FROM entered_at) * 1000)::bigint AS entered_ms
FROM referral WHERE court = $1 AND dispute_id = $2 ORDER BY visit
