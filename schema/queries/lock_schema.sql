-- One migration at a time, whoever starts: held by the session until unlock_schema or its end.
SELECT pg_advisory_lock(hashtext('fenliu.migration'))
