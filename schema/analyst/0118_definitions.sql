-- The roll-ups are sums by the definitions of stats.effect and by what the outcomes count as: when those change, all is folded
-- anew. Until the keeper has come
-- through, every view counts a court that waits (fold_court) from the ledger itself.
DO $$
DECLARE
    fresh text := md5(stats.effects_of('') || pg_get_functiondef('stats.count_effects'::regproc)) || ' ' || fenliu.outcomes_counted();
BEGIN
    IF fresh IS DISTINCT FROM (SELECT definition FROM fenliu.fold_place) THEN
        -- Nobody writes to the ledger or folds (0100). What is deleted, not truncated, stands for whoever reads in an older snapshot.
        DELETE FROM fenliu.tally;
        DELETE FROM fenliu.tally_year;
        DELETE FROM fenliu.tally_outcome;
        DELETE FROM fenliu.tally_days;
        DELETE FROM fenliu.tally_cohort;
        DELETE FROM fenliu.tally_open;
        DELETE FROM fenliu.tally_new;
        DELETE FROM fenliu.tally_new_part;
        DELETE FROM fenliu.fold_court;
        UPDATE fenliu.fold_place SET xid = '0', definition = fresh, folded_at = now(), counted = pg_current_snapshot();
        WITH RECURSIVE courts (court) AS ( -- one look at the index each
            (SELECT court FROM fenliu.ledger ORDER BY court LIMIT 1)
            UNION ALL
            SELECT (SELECT l.court FROM fenliu.ledger l WHERE l.court > c.court ORDER BY l.court LIMIT 1)
            FROM courts c WHERE c.court IS NOT NULL
        )
        INSERT INTO fenliu.fold_court (court) SELECT court FROM courts WHERE court IS NOT NULL;
    END IF;
END
$$;
