INSERT INTO policy_active (hash) VALUES ($1)
ON CONFLICT (one_row) DO UPDATE SET hash = excluded.hash, at = now()
