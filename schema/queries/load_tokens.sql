-- What a process keeps of all tokens, in the order of their ids (bytes: LC_COLLATE must not matter).
SELECT token_id, hash, name, role, array_to_string(courts, ','), array_to_string(desks, ','), body, mediator,
       (extract(epoch FROM expires_at) * 1000)::bigint, revoked_at IS NOT NULL
FROM token ORDER BY token_id COLLATE "C"
