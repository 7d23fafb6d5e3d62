-- case.list asks for what was received in a time. Cases come in the order of their receipt, so that a block
-- range index finds them, at next to no cost for those who write.
CREATE INDEX dispute_received ON dispute USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);
