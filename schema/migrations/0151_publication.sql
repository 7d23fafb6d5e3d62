-- What was published of a period, as it was: the figures, and the documents to the letter. Only added to: another version
-- stands beside the one before.
CREATE TABLE publication (
    court          text        NOT NULL,
    publication_id bigint      NOT NULL,
    year           int         NOT NULL,
    part           text        NOT NULL, -- '' the year, Q1 … Q4, M01 … M12
    first_day      date        NOT NULL,
    last_day       date        NOT NULL,
    version        int         NOT NULL,
    published_at   timestamptz NOT NULL,
    published_by   text        NOT NULL,
    policy         text        NOT NULL,
    event_id       bigint      NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, publication_id),
    UNIQUE (court, first_day, last_day, version)
);
COMMENT ON TABLE publication IS 'periods that were closed: fenliu close-period';
COMMENT ON COLUMN publication.published_by IS 'the name of the principal';
COMMENT ON COLUMN publication.policy IS 'SHA-256 of the pack in force: its outcomes and causes are those that were counted by';

CREATE TABLE published_figure (
    court          text    NOT NULL,
    publication_id bigint  NOT NULL,
    section        text    NOT NULL, -- total, channel, cause …
    key            text    NOT NULL,
    figure         text    NOT NULL, -- a column of stats.by_cause
    value          numeric NOT NULL,
    PRIMARY KEY (court, publication_id, section, key, figure)
);
COMMENT ON TABLE published_figure IS 'every figure that was not zero when the period was closed';

CREATE TABLE published_document (
    court          text   NOT NULL,
    publication_id bigint NOT NULL,
    lang           text   NOT NULL CHECK (lang IN ('zh', 'en')),
    format         text   NOT NULL CHECK (format IN ('markdown', 'html')),
    sha256         text   NOT NULL,
    text           text   NOT NULL,
    PRIMARY KEY (court, publication_id, lang, format)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY '{publication, published_figure, published_document}'::text[] LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM fenliu_engine', name);
        END IF;
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
            EXECUTE format('GRANT SELECT ON %I TO fenliu_stats', name);
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
            EXECUTE format('CREATE POLICY analyst_courts ON %I FOR SELECT TO fenliu_stats '
                           'USING (court = ANY ((SELECT analyst_courts(current_user))::text[]) '
                           'OR ''*'' = ANY ((SELECT analyst_courts(current_user))::text[]))', name);
        END IF;
    END LOOP;
END
$$;
