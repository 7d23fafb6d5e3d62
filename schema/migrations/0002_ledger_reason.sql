-- The code of how a referral ended counts too: a withdrawal after the parties settled is a success of the
-- mediation (人民法院在线调解规则 art 25 item 2), one without is not.
ALTER TABLE ledger ADD COLUMN reason text;
COMMENT ON COLUMN ledger.reason IS 'concluded only: a code of the outcome (adapters/)';
COMMENT ON COLUMN ledger.measure IS
    'entered | accepted | concluded | cancelled: left without an outcome, since the dispute was withdrawn or routed anew';

-- A correction takes a row back and puts another, both under its one event.
ALTER TABLE ledger DROP CONSTRAINT ledger_pkey;
ALTER TABLE ledger ADD PRIMARY KEY (court, event_id, measure, n);
