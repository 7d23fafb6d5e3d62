-- The roll-ups were folded by the definitions of stats.cell and stats.effect: when those change, all is folded anew. Until
-- the keeper has come through, every view counts what is missing from the ledger itself.
DO $$
DECLARE
    fresh text := md5(pg_get_viewdef('stats.effect'::regclass) || pg_get_viewdef('stats.cell'::regclass));
BEGIN
    IF fresh IS DISTINCT FROM (SELECT definition FROM fenliu.fold_place) THEN
        TRUNCATE fenliu.tally, fenliu.tally_outcome, fenliu.tally_days, fenliu.tally_cohort, fenliu.tally_open;
        UPDATE fenliu.fold_place SET xid = '0', definition = fresh, folded_at = now();
    END IF;
END
$$;
