-- The clocks of a referral, one row each: what the decision's limits say is watched here (adapters/), opened and closed
-- in the transactions of the steps. The sweeper looks only at what is due to be looked at (look_on), so that its cost
-- grows neither with what is open nor with what is over.
CREATE TABLE deadline (
    court       text    NOT NULL,
    referral_id bigint  NOT NULL,
    what        text    NOT NULL,
    dispute_id  bigint  NOT NULL,
    starts      text    NOT NULL CHECK (starts IN ('entry', 'acceptance', 'agreement')),
    until       text    NOT NULL CHECK (until IN ('offered', 'accepted', 'contacted', 'concluded', 'performed')),
    state       text    NOT NULL CHECK (state IN ('running', 'near', 'passed', 'paused', 'met', 'late', 'void')),
    escalates   boolean NOT NULL,
    start_on    date    NOT NULL,
    due_on      date    NOT NULL,
    near_on     date,
    act_on      date,
    extend_to   date,
    look_on     date,
    closed_on   date,
    PRIMARY KEY (court, referral_id, what)
);
COMMENT ON TABLE deadline IS 'the clocks of referrals, kept when they are over: state, and by which day';
COMMENT ON COLUMN deadline.what IS 'as in the limits of the decision: mediate, contact, arbitrate, try …; perform: an agreement';
COMMENT ON COLUMN deadline.until IS 'what ends it';
COMMENT ON COLUMN deadline.state IS
    'running; near, passed: the event is out; paused; over: met in time, late, void (nothing that had to be met any more)';
COMMENT ON COLUMN deadline.escalates IS 'once passed it stands on the clerk''s list';
COMMENT ON COLUMN deadline.due_on IS 'the last day, as extended and moved by pauses';
COMMENT ON COLUMN deadline.near_on IS 'from this day on it is near; null: it is too short for that';
COMMENT ON COLUMN deadline.act_on IS 'the last day of grace, after which the referral is concluded as expired; null: never by itself';
COMMENT ON COLUMN deadline.extend_to IS 'the latest day the law lets it be extended to; null: not at all';
COMMENT ON COLUMN deadline.look_on IS 'the sweeper has to look at it on this day; null: never again';
CREATE INDEX deadline_look ON deadline (look_on) WHERE look_on IS NOT NULL;
CREATE INDEX deadline_open ON deadline (court, due_on) WHERE state IN ('near', 'passed');

ALTER TABLE referral
    ADD COLUMN paused_at   timestamptz,
    ADD COLUMN paused_days int NOT NULL DEFAULT 0,
    ADD COLUMN lapsed_by   text,
    ADD COLUMN rest_until  timestamptz;
COMMENT ON COLUMN referral.paused_days IS 'days since the acceptance that do not count: appraisal (在线调解规则 26)';
COMMENT ON COLUMN referral.lapsed_by IS 'who last let an offer of it lapse, and is not asked again before rest_until';

-- What is in hand already goes on under its day; the days before and after it are those of the packaged policy.
INSERT INTO deadline (court, referral_id, what, dispute_id, starts, until, state, escalates, start_on, due_on, near_on,
                      act_on, extend_to, look_on)
SELECT court, referral_id, CASE channel WHEN 'arbitration' THEN 'arbitrate' WHEN 'court' THEN 'try' ELSE 'mediate' END,
       dispute_id, 'acceptance', 'concluded', 'running', channel NOT IN ('mediation', 'union'),
       (accepted_at AT TIME ZONE 'Asia/Shanghai')::date, due_on, due_on - 3,
       CASE WHEN channel IN ('mediation', 'union') THEN due_on + 5 END,
       CASE WHEN procedure = 'pre_filing_mediation' THEN due_on + 365 END, due_on - 3
FROM referral WHERE state IN ('accepted', 'paused') AND due_on IS NOT NULL;
