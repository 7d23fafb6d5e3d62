-- The same dispute from two sources: found by the keeper after the store, from keyed hashes of the parties; shown to the routing
-- clerk, who says whether it is the same. Never merged: each keeps its rows, its events and its numbers.
CREATE TABLE link (
    court       text        NOT NULL,
    dispute_id  bigint      NOT NULL, -- the smaller number of the two
    other_id    bigint      NOT NULL CHECK (other_id > dispute_id),
    state       text        NOT NULL CHECK (state IN ('possible', 'same', 'different')),
    basis       text        NOT NULL CHECK (basis IN ('id_no', 'name', 'clerk')),
    same_cause  boolean     NOT NULL,
    days_apart  int         NOT NULL, -- between the days of filing
    found_at    timestamptz NOT NULL,
    decided_at  timestamptz,
    decided_by  text,
    PRIMARY KEY (court, dispute_id, other_id)
);
CREATE INDEX link_other ON link (court, other_id);
CREATE INDEX link_possible ON link (court, found_at) WHERE state = 'possible';
COMMENT ON TABLE link IS 'disputes that may be the same; basis: by which hash the claimants were found to be the same, or that a clerk linked them';

-- How far the keeper has looked, in the order of the event feed.
CREATE TABLE link_place (
    one_row  boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    xid      xid8    NOT NULL,
    event_id bigint  NOT NULL
);
INSERT INTO link_place (xid, event_id) VALUES ('0', 0);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE DELETE, TRUNCATE ON link FROM fenliu_engine;
        REVOKE INSERT, DELETE, TRUNCATE ON link_place FROM fenliu_engine;
    END IF;
END
$$;
