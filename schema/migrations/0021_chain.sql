-- The audit chain: a keeper seals events, once all transactions before them are over, in blocks. A block holds a mark
-- of each of its events (a MAC over all that the event says, words of people as the ciphertext they are) and a seal
-- over itself and the block before. Without the chain key, which is no part of the database, nobody can make either.
CREATE TABLE chain (
    seq       bigint      PRIMARY KEY,
    court     text        NOT NULL,
    events    bigint[]    NOT NULL CHECK (cardinality(events) > 0),
    marks     bytea       NOT NULL, -- 16 bytes an event
    seal      bytea       NOT NULL CHECK (length(seal) = 32),
    sealed_at timestamptz NOT NULL DEFAULT now(),
    CHECK (length(marks) = 16 * cardinality(events))
);
COMMENT ON TABLE chain IS 'blocks of sealed events; the newest seal is kept outside the database too (<state>/chain.head)';

-- How far the keeper has come, in the order of the event feed.
CREATE TABLE chain_place (
    one_row  boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    xid      xid8    NOT NULL,
    event_id bigint  NOT NULL
);
INSERT INTO chain_place (xid, event_id) VALUES ('0', 0);
