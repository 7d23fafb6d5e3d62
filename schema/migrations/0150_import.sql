-- What a district brings along: disputes of past years, from its old system. They are marked by the run that brought
-- them, and their numbers may have gaps that are not ours.
CREATE TABLE import_run (
    court      text        NOT NULL,
    import_id  bigint      NOT NULL,
    source     text        NOT NULL,
    file       text        NOT NULL, -- its name, without the folder
    sha256     text        NOT NULL, -- of its bytes
    mapping    text        NOT NULL, -- SHA-256 of the mapping file
    stored     int         NOT NULL DEFAULT 0,
    duplicates int         NOT NULL DEFAULT 0,
    refused    int         NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,          -- null: interrupted; running it again goes on
    PRIMARY KEY (court, import_id)
);
COMMENT ON TABLE import_run IS 'each run of fenliu import; a file that is brought again stores nothing twice';

ALTER TABLE dispute ADD COLUMN import_id bigint;
COMMENT ON COLUMN dispute.import_id IS 'the run of fenliu import that brought it; null: it came over intake';

ALTER TABLE docket_counter ADD COLUMN imported int NOT NULL DEFAULT 0;
COMMENT ON COLUMN docket_counter.imported IS 'numbers up to this one were given by an older system: its gaps are its own';

ALTER TABLE decision DROP CONSTRAINT decision_made_by_check;
ALTER TABLE decision ADD CONSTRAINT decision_made_by_check CHECK (made_by IN ('engine', 'clerk', 'import'));
