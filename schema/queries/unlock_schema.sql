SELECT pg_advisory_unlock(hashtext('fenliu.migration'))
