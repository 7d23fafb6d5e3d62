UPDATE import_run SET ended_at = now(), refused = $2 WHERE import_id = $1
