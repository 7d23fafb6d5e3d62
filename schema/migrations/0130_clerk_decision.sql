-- What a routing clerk (程序分流员) decided upon a decision that stood, and why, as codes: how often and why clerks overrule each rule
-- can be counted without opening anybody's words, which stay sealed beside the decision.
ALTER TABLE decision ADD COLUMN reason text, ADD COLUMN concerns bigint;
COMMENT ON COLUMN decision.reason IS 'the code of a clerk''s or judge''s reason (include/fenliu/vocab.h: FL_OVERRULE_REASONS; an end reason for a conversion)';
COMMENT ON COLUMN decision.concerns IS 'the decision that a party objected to (a decision for triage), or that a clerk confirmed after an objection';

CREATE TABLE clerk_decision (
    court           text    NOT NULL,
    decision_id     bigint  NOT NULL, -- the clerk's
    dispute_id      bigint  NOT NULL,
    day             date    NOT NULL, -- Asia/Shanghai
    rule            text    NOT NULL, -- that made the decision it is upon
    from_channel    text    NOT NULL,
    from_procedure  text    NOT NULL,
    from_fast_track boolean NOT NULL,
    reason          text    NOT NULL,
    objection       boolean NOT NULL, -- a party had objected
    to_channel      text    NOT NULL,
    to_procedure    text    NOT NULL,
    to_fast_track   boolean NOT NULL,
    PRIMARY KEY (court, decision_id)
);
COMMENT ON TABLE clerk_decision IS 'insert-only, one row per decision of a person upon a decision that stood: overruled, or confirmed where from and to are the same';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON clerk_decision FROM fenliu_engine;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        GRANT SELECT ON clerk_decision TO fenliu_stats;
        ALTER TABLE clerk_decision ENABLE ROW LEVEL SECURITY;
        CREATE POLICY analyst_courts ON clerk_decision FOR SELECT TO fenliu_stats
            USING (court = ANY ((SELECT analyst_courts(current_user))::text[])
                   OR '*' = ANY ((SELECT analyst_courts(current_user))::text[]));
    END IF;
END
$$;
