-- Every principal, for people: never the hash.
SELECT token_id, name, role, array_to_string(courts, ','), array_to_string(desks, ','), body, mediator,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM expires_at) * 1000)::bigint,
       (extract(epoch FROM revoked_at) * 1000)::bigint,
       CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'valid' END
FROM token ORDER BY created_at, token_id
