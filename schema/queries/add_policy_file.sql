INSERT INTO policy_file (hash, path, data) VALUES ($1, $2, $3) ON CONFLICT (hash, path) DO NOTHING
