SELECT path, data FROM policy_file WHERE hash = $1 ORDER BY path
