INSERT INTO policy (hash, name) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING
