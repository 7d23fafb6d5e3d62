/* Docket numbers for one referral at a time; the store numbers whole batches by itself. */
#include "engine/desk/docket.h"

#include "queries.h"

int
docket_give(const struct act *act, int64_t dispute_id, const char *word, int year, const char **ret,
            struct fl_error *err)
{
    char text[128];
    *ret = NULL;
    /* a court without a code gets no number, and uses none up */
    if (!word || !policy_docket_number(act->policy, act->court, year, word, 1, text, sizeof text))
        return 0;
    const struct pg_param had[] = {pg_text(act->court), pg_int(dispute_id), pg_text(word)};
    PG_AUTO old = NULL;
    if (pg_run(act->db, &Q_get_docket, had, 3, PG_MAYBE_ROW, &old, err))
        return err->code;
    if (PQntuples(old) == 1) {
        *ret = arena_text(act->arena, pg_get(old, 0, 0));
        return 0;
    }
    const struct pg_param counter[] = {pg_text(act->court), pg_text(word), pg_int(year)};
    PG_AUTO bumped = NULL;
    if (pg_run(act->db, &Q_bump_docket_counter, counter, 3, PG_ROW, &bumped, err))
        return err->code;
    int number = (int)pg_get_int(bumped, 0, 0);
    policy_docket_number(act->policy, act->court, year, word, number, text, sizeof text);
    const struct pg_param row[] = {pg_text(act->court), pg_int(dispute_id), pg_text(word),
                                   pg_int(year),        pg_int(number),     pg_text(text)};
    if (pg_run(act->db, &Q_put_docket, row, 6, PG_NONE, NULL, err))
        return err->code;
    *ret = arena_text(act->arena, text);
    return 0;
}
