-- The state of fenliu. Every key starts with court, so that a second database machine is a matter of
-- distribution by court and not of a rewrite. Ids are 64-bit, handed to each process in blocks by one
-- sequence, and mean no order. Personal data stands in columns named sealed only.

CREATE SEQUENCE id_block AS bigint INCREMENT BY 65536 START WITH 65536;
COMMENT ON SEQUENCE id_block IS 'ids are handed out in blocks of 65,536: nextval is the first id of a block';

CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE setting IS 'facts about this database: synthetic (yes|no), manual_now (RFC 3339, synthetic only)';

CREATE TABLE dispute (
    court         text        NOT NULL,
    dispute_id    bigint      NOT NULL,
    source        text        NOT NULL,
    ref           text        NOT NULL,
    filed_at      timestamptz NOT NULL,
    filed_on      date        NOT NULL,
    street        text,
    community     text,
    cause_list    text,
    cause         text,
    domain        text,
    amount_fen    bigint,
    claimants     int         NOT NULL,
    respondents   int         NOT NULL,
    state         text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'withdrawn')),
    docket        text,
    document      jsonb       NOT NULL,
    content_hash  bytea       NOT NULL,
    key_id        smallint    NOT NULL DEFAULT 0,
    sealed        bytea,
    received_at   timestamptz NOT NULL,
    closed_at     timestamptz,
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, dispute_id),
    UNIQUE (court, source, ref)
);
COMMENT ON TABLE dispute IS 'one row per case document; document is the case without personal data, sealed its narrative';
COMMENT ON COLUMN dispute.key_id IS '0: sealed columns hold clear text (until sealing is configured)';
COMMENT ON COLUMN dispute.content_hash IS 'SHA-256 of the canonical JSON (RFC 8785) as received: the same key with other content is refused';

CREATE TABLE party (
    court       text     NOT NULL,
    dispute_id  bigint   NOT NULL,
    side        smallint NOT NULL, -- 0 claimant, 1 respondent
    ordinal     smallint NOT NULL,
    kind        text     NOT NULL,
    tags        text,              -- comma-separated
    division    text,
    key_id      smallint NOT NULL DEFAULT 0,
    sealed      bytea    NOT NULL, -- JSON {name, id_no, phone, address}
    name_hash   bytea,
    id_hash     bytea,
    PRIMARY KEY (court, dispute_id, side, ordinal)
);

CREATE TABLE decision (
    court       text        NOT NULL,
    decision_id bigint      NOT NULL,
    dispute_id  bigint      NOT NULL,
    made_by     text        NOT NULL DEFAULT 'engine' CHECK (made_by IN ('engine', 'clerk')),
    as_of       date        NOT NULL,
    channel     text        NOT NULL,
    procedure   text        NOT NULL,
    fast_track  boolean     NOT NULL,
    rule        text        NOT NULL,
    policy      text        NOT NULL, -- full SHA-256 of the pack that decided
    document    jsonb       NOT NULL, -- the whole decision: reasons, limits, flags, missing
    overrules   bigint,               -- the engine's decision that a clerk set aside
    sealed      bytea,                -- the clerk's reason
    made_at     timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, decision_id)
);
CREATE INDEX decision_dispute ON decision (court, dispute_id);

CREATE TABLE referral (
    court        text        NOT NULL,
    referral_id  bigint      NOT NULL,
    dispute_id   bigint      NOT NULL,
    decision_id  bigint      NOT NULL,
    visit        int         NOT NULL, -- 1 for the first referral of a dispute
    channel      text        NOT NULL,
    procedure    text        NOT NULL,
    fast_track   boolean     NOT NULL,
    state        text        NOT NULL CHECK (state IN ('queued', 'offered', 'accepted', 'paused', 'concluded', 'cancelled')),
    street       text,
    cause_list   text,
    cause        text,
    domain       text,
    priority     smallint    NOT NULL DEFAULT 0,
    docket       text,
    entered_at   timestamptz NOT NULL,
    claim        bigint,               -- the fencing token of the present holder
    mediator     text,
    body         text,
    offered_at   timestamptz,
    accept_by    timestamptz,
    accepted_at  timestamptz,
    due_on       date,
    concluded_at timestamptz,
    outcome      text,
    reason       text,                 -- a code of the outcome, never free text
    sealed       bytea,                -- agreement, notes of the outcome
    key_id       smallint    NOT NULL DEFAULT 0,
    declined_by  text[]      NOT NULL DEFAULT '{}',
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, referral_id)
);
CREATE INDEX referral_dispute ON referral (court, dispute_id);
CREATE INDEX referral_holder ON referral (court, channel, mediator) WHERE state IN ('offered', 'accepted', 'paused');
CREATE INDEX referral_lapse ON referral (accept_by) WHERE state = 'offered';

-- Open referrals only, narrow, deleted when offered: the cost of a pull grows neither with history nor
-- with what does not fit.
CREATE TABLE queue (
    court       text        NOT NULL,
    channel     text        NOT NULL,
    rank_at     timestamptz NOT NULL, -- entered_at less a bonus for priority: ages by itself
    referral_id bigint      NOT NULL,
    street      text,
    cause       text,
    PRIMARY KEY (court, referral_id)
);
CREATE INDEX queue_head ON queue (court, channel, rank_at, referral_id);

CREATE TABLE event (
    court       text        NOT NULL,
    event_id    bigint      NOT NULL,
    dispute_id  bigint      NOT NULL,
    referral_id bigint,
    type        text        NOT NULL,
    actor       text,
    at          timestamptz NOT NULL, -- when it happened
    data        jsonb,                -- codes and ids only
    sealed      bytea,                -- words of people: reasons, notes
    key_id      smallint    NOT NULL DEFAULT 0,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (court, event_id)
);
CREATE INDEX event_dispute ON event (court, dispute_id);
CREATE INDEX event_feed ON event (xid, event_id);
COMMENT ON COLUMN event.xid IS 'readers take only rows below pg_snapshot_xmin(pg_current_snapshot()), ordered by (xid, event_id): none is ever skipped';

CREATE TABLE docket_counter (
    court text NOT NULL,
    word  text NOT NULL,
    year  int  NOT NULL,
    last  int  NOT NULL,
    PRIMARY KEY (court, word, year)
);

-- One row per number given: (dispute, word) keeps its number, however often the dispute returns there.
CREATE TABLE docket (
    court      text   NOT NULL,
    dispute_id bigint NOT NULL,
    word       text   NOT NULL,
    year       int    NOT NULL,
    number     int    NOT NULL,
    text       text   NOT NULL,
    PRIMARY KEY (court, dispute_id, word),
    UNIQUE (court, word, year, number)
);

-- The statistics ledger: what each event did to the counts, in the transaction of the event, insert-only.
CREATE TABLE ledger (
    court        text     NOT NULL,
    day          date     NOT NULL,  -- the day it counts on, Asia/Shanghai
    measure      text     NOT NULL,  -- entered | accepted | concluded
    channel      text     NOT NULL,
    procedure    text     NOT NULL,
    fast_track   boolean  NOT NULL,
    outcome      text,               -- concluded only
    cause_list   text,
    cause        text,
    domain       text,
    street       text,
    body         text,
    mediator     text,
    n            int      NOT NULL,  -- referrals: +1; a correction is a new row with −1
    days         int,                -- concluded only: calendar days from the clock's start
    first        boolean  NOT NULL,  -- the first such referral of its dispute: sums to distinct disputes
    dispute_id   bigint   NOT NULL,
    referral_id  bigint   NOT NULL,
    event_id     bigint   NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, event_id, measure)
);
CREATE INDEX ledger_day ON ledger (court, day);

-- The answer of a request that changed something, kept for a day: the same request_id gets it again.
CREATE TABLE request (
    court       text        NOT NULL,
    principal   text        NOT NULL,
    request_id  text        NOT NULL,
    method      text        NOT NULL,
    params_hash bytea       NOT NULL,
    answer      text        NOT NULL, -- the result, as JSON text
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, principal, request_id)
);
CREATE INDEX request_age ON request (at);

CREATE TABLE policy (
    hash         text PRIMARY KEY,     -- SHA-256 over the pack
    name         text        NOT NULL, -- hunan@9f2c41d0
    activated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE policy_file (
    hash text  NOT NULL REFERENCES policy,
    path text  NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (hash, path)
);
CREATE TABLE policy_active (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    hash text NOT NULL REFERENCES policy,
    at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE policy_active IS 'the one row that every process follows';

CREATE TABLE cause (
    list   text NOT NULL, -- 2020, 2025
    code   text NOT NULL,
    level  int  NOT NULL,
    name   text NOT NULL,
    parent text,
    domain text NOT NULL,
    scope  text NOT NULL,
    PRIMARY KEY (list, code)
);
COMMENT ON TABLE cause IS '案由: causes of action of the active policy, written by activation only';
CREATE TABLE calendar (
    day  date PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('off', 'work')),
    name text
);
