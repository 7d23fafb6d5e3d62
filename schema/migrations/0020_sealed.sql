-- Personal data is sealed: each dispute has a random key of its own, which stands here wrapped by the data key of
-- the key files. What people are called and what they said is sealed under the key of their dispute, so that
-- deleting one short row makes all of it unreadable, in every table and in every older row, and a rotation of the
-- data key rewrites this table alone.
DO $$
BEGIN
    IF EXISTS (SELECT FROM dispute) OR EXISTS (SELECT FROM party) THEN
        RAISE EXCEPTION 'this database holds personal data in clear, from before it was sealed: send the cases to a new one';
    END IF;
END
$$;

CREATE TABLE dispute_key (
    court      text     NOT NULL,
    dispute_id bigint   NOT NULL,
    key_id     smallint NOT NULL CHECK (key_id > 0), -- the data key that wraps it
    wrapped    bytea    NOT NULL,
    PRIMARY KEY (court, dispute_id)
);
COMMENT ON TABLE dispute_key IS 'no row: the personal data of this dispute has been erased';

-- An envelope begins with its version; the shortest is that of an empty text (engine/access/seal.h). Clear text in one of
-- these columns is refused by the database itself.
ALTER TABLE dispute_key ADD CHECK (length(wrapped) >= 43 AND get_byte(wrapped, 0) = 1);
ALTER TABLE dispute ADD CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    ALTER COLUMN key_id SET DEFAULT 1, ADD CHECK (key_id = 1);
ALTER TABLE party ADD CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    ALTER COLUMN key_id SET DEFAULT 1, ADD CHECK (key_id = 1);
ALTER TABLE decision ADD CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1);
ALTER TABLE referral ADD CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    ALTER COLUMN key_id SET DEFAULT 1, ADD CHECK (key_id = 1);
ALTER TABLE event ADD CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    ALTER COLUMN key_id SET DEFAULT 1, ADD CHECK (key_id = 1);

COMMENT ON COLUMN dispute.key_id IS '1: sealed under the key of the dispute (dispute_key)';
COMMENT ON COLUMN dispute.sealed IS 'sealed JSON {narrative, history: reasons given in words}';
COMMENT ON COLUMN dispute.content_hash IS 'keyed hash (match key) of the canonical JSON as received: the same key with other content is refused; empty: erased';
COMMENT ON COLUMN party.key_id IS '1: sealed under the key of the dispute (dispute_key)';
COMMENT ON COLUMN party.sealed IS 'sealed JSON {name, id_no, phone, address}';
COMMENT ON COLUMN party.name_hash IS 'keyed hash (match key) of the name without spaces: finds the same name, says no name';
COMMENT ON COLUMN party.id_hash IS 'keyed hash (match key) of the number of identity or registration';
CREATE INDEX party_name ON party (name_hash) WHERE name_hash IS NOT NULL;
CREATE INDEX docket_text ON docket (court, text);
CREATE INDEX party_id ON party (id_hash) WHERE id_hash IS NOT NULL;

-- Answers that are kept for a day hold the case of desk.accept: sealed under the data key.
DELETE FROM request;
ALTER TABLE request DROP COLUMN answer,
    ADD COLUMN sealed bytea NOT NULL CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1);
COMMENT ON COLUMN request.params_hash IS 'keyed hash (match key) of the params';
COMMENT ON COLUMN request.sealed IS 'the result, JSON sealed under a data key';

-- Which keys belong to this database: a mark that only the right key makes. A start with other keys is refused, before
-- anything is written that the right ones could not read.
CREATE TABLE key_mark (
    name text  PRIMARY KEY,
    mark bytea NOT NULL
);
