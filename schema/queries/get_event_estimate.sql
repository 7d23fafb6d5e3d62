-- About how many events there are, for progress.
SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'event'::regclass
