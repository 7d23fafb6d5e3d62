-- What a report leaves behind beside the outcome.
CREATE TABLE record (
    court       text   NOT NULL,
    referral_id bigint NOT NULL,
    dispute_id  bigint NOT NULL,
    sealed      bytea  NOT NULL CHECK (length(sealed) >= 43 AND get_byte(sealed, 0) = 1),
    PRIMARY KEY (court, referral_id)
);
COMMENT ON TABLE record IS 'what the parties did not dispute and the mediator''s record: sealed JSON {undisputed, record} under the key of the dispute, for who comes next';

CREATE TABLE performance (
    court        text    NOT NULL,
    referral_id  bigint  NOT NULL,
    dispute_id   bigint  NOT NULL,
    reached_on   date    NOT NULL,
    due_on       date,
    pay_only     boolean NOT NULL,
    performed    text    NOT NULL DEFAULT 'none' CHECK (performed IN ('none', 'part', 'whole')),
    performed_on date,
    PRIMARY KEY (court, referral_id)
);
COMMENT ON TABLE performance IS 'agreements reached in mediation, arbitration or court, and whether they were performed voluntarily (自动履行)';
COMMENT ON COLUMN performance.due_on IS 'the last day to perform it; null: the report did not say';
CREATE INDEX performance_due ON performance (court, due_on);
CREATE INDEX performance_dispute ON performance (court, dispute_id);

INSERT INTO performance (court, referral_id, dispute_id, reached_on, pay_only)
SELECT court, referral_id, dispute_id, (concluded_at AT TIME ZONE 'Asia/Shanghai')::date, false
FROM referral WHERE state = 'concluded' AND outcome IN ('agreed', 'mediated');
