-- The text of an agreement (调解协议书) while it is being drawn up, printed and signed: the members of 人民调解法 art 29 in the mediator's
-- words, sealed; and the last day of its performance, by which agreements are due.
CREATE TABLE agreement (
    court       text        NOT NULL,
    referral_id bigint      NOT NULL,
    dispute_id  bigint      NOT NULL,
    perform_by  date,
    key_id      smallint    NOT NULL DEFAULT 1 CHECK (key_id = 1),
    sealed      bytea       NOT NULL CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    drafted_at  timestamptz NOT NULL,
    PRIMARY KEY (court, referral_id)
);
COMMENT ON TABLE agreement IS '调解协议书: one row per referral in which an agreement was drawn up; sealed JSON {content, facts, matters, liability, performance}';
COMMENT ON COLUMN agreement.perform_by IS 'the last day of performance, as agreed; null: not said';
