SELECT version, name, to_char(applied_at, 'YYYY-MM-DD HH24:MI:SS') FROM migration ORDER BY version
