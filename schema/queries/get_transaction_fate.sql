-- committed, aborted, in progress; null when it is too old to be known.
SELECT pg_xact_status($1::text::xid8)
