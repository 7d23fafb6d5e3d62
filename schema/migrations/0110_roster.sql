-- Who works at the desks (docs/desks.md): bodies, their mediators, when these are away and to whom they stand too
-- near. Written by `fenliu body` and `fenliu mediator`, each change with its event (body.changed, mediator.changed),
-- so that the audit chain covers them and what once held can be read there; the tables hold what holds now.
--
-- A mediator's display name stands in clear: who mediates by office is named to the parties and on the roster that a
-- court keeps open to them (特邀调解规定 12). Whom a mediator is near to is nobody's business: keyed hashes only.
CREATE TABLE body (
    court   text    NOT NULL,
    body    text    NOT NULL, -- a code: what tokens and referrals call it
    channel text    NOT NULL,
    kind    text    NOT NULL,
    name    text    NOT NULL, -- as it stands in notices
    streets text[]  NOT NULL DEFAULT '{}', -- division codes: streets (9 digits), communities (12); empty: everywhere
    causes  text[]  NOT NULL DEFAULT '{}', -- list:code, each with all below it; empty: every cause
    address text,
    phone   text,
    active  boolean NOT NULL DEFAULT true,
    PRIMARY KEY (court, body)
);
COMMENT ON TABLE body IS 'mediation committees of streets, communities and trades, the arbitration commission, union bodies, the court''s fast-track team';

CREATE TABLE mediator (
    court     text    NOT NULL,
    mediator  text    NOT NULL, -- the code by which they pull
    body      text    NOT NULL,
    name      text    NOT NULL,
    streets   text[]  NOT NULL DEFAULT '{}', -- empty: those of the body
    causes    text[]  NOT NULL DEFAULT '{}', -- empty: those of the body
    languages text[]  NOT NULL DEFAULT '{}',
    load_cap  int     CHECK (load_cap > 0),  -- referrals in hand at most; null: no limit
    active    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (court, mediator),
    FOREIGN KEY (court, body) REFERENCES body (court, body)
);
COMMENT ON TABLE mediator IS 'mediators, arbitrators, judges of the fast track; a name that pulls and stands not here fits everything';

CREATE TABLE mediator_absence (
    court    text NOT NULL,
    mediator text NOT NULL,
    from_on  date NOT NULL,
    until_on date CHECK (until_on >= from_on), -- the last day away; null: until further notice
    reason   text NOT NULL,
    PRIMARY KEY (court, mediator, from_on),
    FOREIGN KEY (court, mediator) REFERENCES mediator (court, mediator)
);

CREATE TABLE mediator_relation (
    court       text   NOT NULL,
    relation_id bigint NOT NULL,
    mediator    text   NOT NULL,
    kind        text   NOT NULL,
    subject     text   NOT NULL CHECK (subject IN ('name', 'id_no')),
    hash        bytea  NOT NULL CHECK (length(hash) = 32), -- as party.name_hash and party.id_hash
    PRIMARY KEY (court, relation_id),
    UNIQUE (court, mediator, kind, subject, hash),
    FOREIGN KEY (court, mediator) REFERENCES mediator (court, mediator)
);
COMMENT ON TABLE mediator_relation IS 'close relatives, the own employer, other interests (特邀调解规定 15, 在线调解规则 13): such a party''s case is not offered';

-- Processes keep the roster in memory and follow this number: a pull that was prepared under another number takes
-- nothing and is prepared again.
CREATE TABLE roster_change (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    n       bigint  NOT NULL DEFAULT 1
);
INSERT INTO roster_change DEFAULT VALUES;

CREATE FUNCTION note_roster_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fenliu.roster_change SET n = n + 1;
    RETURN NULL;
END
$$;
DO $$
DECLARE
    changed text;
BEGIN
    FOREACH changed IN ARRAY ARRAY['body', 'mediator', 'mediator_absence', 'mediator_relation'] LOOP
        EXECUTE format('CREATE TRIGGER %I_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION note_roster_change()', changed, changed);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE INSERT, UPDATE, DELETE ON body, mediator, mediator_absence, mediator_relation, roster_change
            FROM fenliu_engine;
        GRANT UPDATE (load_cap) ON mediator TO fenliu_engine; -- to lock a row while a pull counts what is in hand
    END IF;
END
$$;
