-- What analysts read: schema stats. Every figure is summed from the statistics ledger, whose rows were written in
-- the transactions of the events they count, and which is folded into roll-ups (fenliu.tally). The scripts of this
-- folder go from what a row counts (0110) over sums of any period (0120) to the views; 0890 says of every column what
-- is counted, on which day and in which time zone, in Chinese and English. All are applied again whenever one changes.
SELECT pg_advisory_xact_lock(hashtext('fenliu.fold')); -- no portion is folded meanwhile
-- Writers lock the ledger and then what they ask of stats, and so do we: the other way round, both would wait for ever.
LOCK TABLE fenliu.ledger IN ACCESS EXCLUSIVE MODE;
DROP SCHEMA IF EXISTS stats CASCADE;
CREATE SCHEMA stats;
COMMENT ON SCHEMA stats IS
    '统计视图，供分析人员查询；口径见各视图注释。 Figures for analysts; each view''s comment says what is counted.';

-- The outcomes of the channels, as in adapters/: the program fills the table.
CREATE VIEW stats.outcome AS SELECT channel, outcome, counts, succeeded, zh FROM fenliu.channel_outcome;
COMMENT ON VIEW stats.outcome IS
    '各渠道的结案方式：counts=计入该渠道办结数，succeeded=计为成功；计数日为结果生效日，Asia/Shanghai。 The outcomes of each channel: counts = a completion of its series (converted and transferred are not), succeeded = a success.';

CREATE VIEW stats.cause AS SELECT list, code, name FROM fenliu.cause;
COMMENT ON VIEW stats.cause IS '案由表：版本、代码、名称；与时区无关（计数日均按Asia/Shanghai）。 Causes of action: list, code, name.';

-- How far the roll-ups reach. What is beyond has been added up by the transactions that counted it (0115).
CREATE VIEW stats.fold AS SELECT xid, folded_at, counted FROM fenliu.fold_place;
COMMENT ON VIEW stats.fold IS
    '汇总进度：xid以下的事务所计已并入汇总表，其后者由各事务自行相加，各视图一并计入，故数字总是最新；时刻为Asia/Shanghai。 How far the ledger is folded; what came later was added up in its own transaction and is counted with it, so that figures are always up to date; Asia/Shanghai.';
