-- Outbound delivery: referrals that are sent to a body's own system instead of waiting to be pulled.
CREATE TABLE delivery_target (
    court      text NOT NULL,
    channel    text NOT NULL,
    body       text NOT NULL DEFAULT '', -- '': the whole channel of the court
    url        text NOT NULL,
    token_file text,                     -- on the machine of the process that delivers
    streets    text[],                   -- only referrals of these streets; null: of all
    PRIMARY KEY (court, channel, body)
);
COMMENT ON TABLE delivery_target IS 'where referrals are delivered to, beside deliver_<channel> of the configuration; the most specific one takes a referral: streets, body, court, configuration';

-- One narrow row for each referral under way or given up, gone when it is settled.
CREATE TABLE delivery (
    court       text        NOT NULL,
    referral_id bigint      NOT NULL,
    channel     text        NOT NULL,
    body        text        NOT NULL, -- of the target
    claim       bigint      NOT NULL, -- of the offer that is sent: another offer makes this row stale
    tries       int         NOT NULL, -- how often it was sent
    next_at     timestamptz NOT NULL, -- a lease while it is under way, then the end of the back-off; the clock of the server, not of the court
    dead        boolean     NOT NULL DEFAULT false,
    silent      boolean     NOT NULL DEFAULT false, -- nobody answered the last try
    error       text,                 -- of the last try: codes and addresses, no personal data
    since       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (court, referral_id)
);
ALTER TABLE referral ADD COLUMN body_docket text;
COMMENT ON COLUMN referral.body_docket IS 'the number that the body''s own system gave, as its acknowledgement said';
CREATE INDEX delivery_due ON delivery (court, channel, body, next_at) WHERE NOT dead;
CREATE INDEX delivery_dead ON delivery (court, channel, since) WHERE dead;
