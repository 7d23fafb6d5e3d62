-- Who may call. A token is a secret of 256 random bits; only its SHA-256 stands here, found by the part of the
-- token that is no secret. A token may name several courts, so it stands outside the distribution by court.
CREATE TABLE token (
    token_id   text        PRIMARY KEY CHECK (token_id ~ '^[0-9a-f]{16}$'),
    hash       bytea       NOT NULL CHECK (length(hash) = 32),
    name       text        NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    role       text        NOT NULL CHECK (role IN ('intake', 'mediator', 'body_system', 'clerk', 'analyst', 'auditor', 'admin')),
    courts     text[]      NOT NULL CHECK (cardinality(courts) > 0),
    desks      text[]      NOT NULL DEFAULT '{}',
    body       text,
    mediator   text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE token IS 'principals: role × courts × desks × body × mediator, until expiry or revocation; never deleted, since events name them';
COMMENT ON COLUMN token.name IS 'what events and stored answers call the caller; a code, never a person''s name';
COMMENT ON COLUMN token.desks IS 'empty: every desk that the role may use';
COMMENT ON COLUMN token.body IS 'null: not bound to one body';
COMMENT ON COLUMN token.mediator IS 'null: may act for any mediator of its body';

-- Every process follows this number and reads the tokens again when it changes, whoever changed them.
CREATE TABLE token_change (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    n       bigint  NOT NULL DEFAULT 0
);
INSERT INTO token_change DEFAULT VALUES;

CREATE FUNCTION note_token_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fenliu.token_change SET n = n + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER token_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON token
    FOR EACH STATEMENT EXECUTE FUNCTION note_token_change();
