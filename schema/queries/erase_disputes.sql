-- Erases the personal data of disputes that ended long enough ago: the key of each goes, and with it everything that
-- was ever sealed under it; the hashes that would find its people go too. Rows, counts and the chain of events stay.
-- $3 holds fresh ids of events, as many as are erased at most.
WITH old AS MATERIALIZED (
    SELECT k.court, k.dispute_id
    FROM dispute_key k JOIN dispute d ON d.court = k.court AND d.dispute_id = k.dispute_id
    WHERE d.state <> 'open' AND d.content_hash <> '' AND d.closed_at < $1::timestamptz - make_interval(months => $2::int)
    ORDER BY d.closed_at
    LIMIT cardinality($3::bigint[])
    FOR UPDATE OF k SKIP LOCKED
), keyless AS (
    DELETE FROM dispute_key k USING old WHERE k.court = old.court AND k.dispute_id = old.dispute_id
), nameless AS (
    UPDATE party p SET name_hash = NULL, id_hash = NULL
    FROM old WHERE p.court = old.court AND p.dispute_id = old.dispute_id
), hashless AS (
    UPDATE dispute d SET content_hash = ''
    FROM old WHERE d.court = old.court AND d.dispute_id = old.dispute_id
)
INSERT INTO event (court, event_id, dispute_id, type, actor, at, data)
SELECT court, ($3::bigint[])[row_number() OVER (ORDER BY court, dispute_id)], dispute_id, $4, $5, $1,
       jsonb_build_object('months', $2::int)
FROM old
RETURNING dispute_id
