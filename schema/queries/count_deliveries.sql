SELECT count(*) FILTER (WHERE NOT dead), count(*) FILTER (WHERE dead),
       coalesce((extract(epoch FROM now() - min(since) FILTER (WHERE NOT dead)) * 1000)::bigint, 0)
FROM delivery
