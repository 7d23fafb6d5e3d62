/* The rows of a dispute beside what its events say, column by column; the columns are tables. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/verify/recount_parts.h"

/* What a column holds, and where what was told of it stands. */
enum kind { TEXT, BOOL, MOMENT, DAY };
struct column {
    const char *name;
    int column;
    enum kind kind;
    size_t offset;
};

/* --- one cell --- */

/* What was told, as the column would print it; NULL: null. */
static const char *
told_cell(const struct column *c, const void *told, char text[32])
{
    const void *at = (const char *)told + c->offset;
    switch (c->kind) {
    case TEXT:
        return *(const char *const *)at;
    case BOOL:
        return *(const bool *)at ? "t" : "f";
    case MOMENT:
        snprintf(text, 32, "%lld", (long long)*(const int64_t *)at);
        return *(const int64_t *)at == PG_NULL_NUMBER ? NULL : text;
    case DAY:
        snprintf(text, 32, "%d", (int)*(const fl_day *)at);
        return *(const fl_day *)at == FL_NO_DAY ? NULL : text;
    }
    return NULL;
}

/* For people. */
static const char *
readable(const struct column *c, const char *cell, char text[32])
{
    if (!cell)
        return "-";
    if (c->kind == MOMENT)
        return moment_print(strtoll(cell, NULL, 10), text);
    if (c->kind == DAY)
        return day_print((fl_day)atoi(cell), text);
    return cell;
}

static void
compare(struct recounting *r, const char *table, const struct told_dispute *dispute, int64_t row_id,
        const struct stream *stream, const struct column *columns, const void *told)
{
    for (const struct column *c = columns; c->name; c++) {
        char text[32], a[32], b[32];
        const char *is = stream_get(stream, c->column), *should = told_cell(c, told, text);
        if (is == should || (is && should && strcmp(is, should) == 0))
            continue;
        recount_differs(r, &(struct recount_fault){table, dispute->court, dispute->dispute_id,
                                                   row_id, c->name, readable(c, is, a),
                                                   readable(c, should, b)});
    }
}

static void
row_differs(struct recounting *r, const char *table, const struct told_dispute *dispute,
            int64_t row_id, const char *stored, const char *recounted)
{
    recount_differs(r, &(struct recount_fault){table, dispute->court, dispute->dispute_id, row_id,
                                               "row", stored, recounted});
}

/* --- the tables --- */

static int
check_dispute(struct recounting *r, const struct told_dispute *told, struct fl_error *err)
{
    static const struct column columns[] = {
        {"state", 2, TEXT, offsetof(struct told_dispute, state)},
        {"closed_at",   3, MOMENT, offsetof(struct told_dispute, closed_at)},
        {0}
    };
    bool here;
    if (recount_at(&r->disputes, told->court, told->dispute_id, &here, err))
        return err->code;
    if (here && !told->state)
        row_differs(r, "dispute", told, told->dispute_id, "1", "0");
    else if (here)
        compare(r, "dispute", told, told->dispute_id, &r->disputes, columns, told);
    else
        row_differs(r, "dispute", told, told->dispute_id, "0", "1");
    if (here)
        stream_next(&r->disputes);
    return 0;
}

static void
check_queue(struct recounting *r, const struct told_dispute *told,
            const struct told_referral *referral)
{
    enum { PLACE = 19 };
    static const struct column columns[] = {
        {"channel", PLACE + 1, TEXT, offsetof(struct told_referral, channel)},
        {"street",     PLACE + 2, TEXT, offsetof(struct told_referral, street)},
        {"cause", PLACE + 3, TEXT, offsetof(struct told_referral, cause)},
        {0 }
    };
    bool is = *stream_get(&r->referrals, PLACE) == 't',
         should = strcmp(referral->state, "queued") == 0;
    if (is != should)
        row_differs(r, "queue", told, referral->referral_id, is ? "1" : "0", should ? "1" : "0");
    else if (is)
        compare(r, "queue", told, referral->referral_id, &r->referrals, columns, referral);
}

static int
by_id(const void *a, const void *b)
{
    const struct told_referral *x = a, *y = b;
    return (x->referral_id > y->referral_id) - (x->referral_id < y->referral_id);
}

static int
check_referrals(struct recounting *r, const struct told_dispute *told, const char **worn,
                int *n_worn, struct fl_error *err)
{
    enum { ID = 2, DOCKET = 23 };
#define REFERRAL(member) offsetof(struct told_referral, member)
    static const struct column columns[] = {
        {"state",               3, TEXT, REFERRAL(state)},
        {"channel",                 4, TEXT, REFERRAL(channel)},
        {"procedure",                     5, TEXT, REFERRAL(procedure)},
        {"fast_track",    6, BOOL, REFERRAL(fast_track)},
        {"cause_list",    7, TEXT, REFERRAL(cause_list)},
        {"cause",           8, TEXT, REFERRAL(cause)},
        {"domain",                 9, TEXT, REFERRAL(domain)},
        {"street",                     10, TEXT, REFERRAL(street)},
        {"mediator",                 11, TEXT, REFERRAL(mediator)},
        {"body", 12, TEXT, REFERRAL(body)},
        {"outcome",          13, TEXT, REFERRAL(outcome)},
        {"reason",                 14, TEXT, REFERRAL(reason)},
        {"entered_at",                     15, MOMENT, REFERRAL(entered_at)},
        {"accepted_at",          16, MOMENT, REFERRAL(accepted_at)},
        {"concluded_at",      17, MOMENT, REFERRAL(concluded_at)},
        {"due_on",              18, DAY, REFERRAL(due_on)},
        {0                }
    };
#undef REFERRAL
    qsort(told->referrals, (size_t)told->n_referrals, sizeof *told->referrals, by_id);
    for (int i = 0;;) {
        bool here;
        if (recount_at(&r->referrals, told->court, told->dispute_id, &here, err))
            return err->code;
        int64_t id = here ? strtoll(stream_get(&r->referrals, ID), NULL, 10) : INT64_MAX;
        const struct told_referral *one = i < told->n_referrals ? &told->referrals[i] : NULL;
        if (!here && !one)
            return 0;
        if (!one || id < one->referral_id) {
            row_differs(r, "referral", told, id, "1", "0");
        } else if (id > one->referral_id) {
            row_differs(r, "referral", told, one->referral_id, "0", "1");
            i++;
            continue;
        } else {
            compare(r, "referral", told, id, &r->referrals, columns, one);
            check_queue(r, told, one);
            i++;
        }
        if (stream_get(&r->referrals, DOCKET) && *n_worn < told->n_referrals)
            worn[(*n_worn)++] = arena_text(&r->arena, stream_get(&r->referrals, DOCKET));
        r->sum.referrals++;
        stream_next(&r->referrals);
    }
}

static int
by_decision(const void *a, const void *b)
{
    const struct told_decision *x = a, *y = b;
    return (x->decision_id > y->decision_id) - (x->decision_id < y->decision_id);
}

static int
check_decisions(struct recounting *r, const struct told_dispute *told, struct fl_error *err)
{
    static const struct column columns[] = {
        {"made_by", 3, TEXT, offsetof(struct told_decision, made_by)},
        {"channel",     4, TEXT, offsetof(struct told_decision, channel)},
        {"procedure", 5, TEXT, offsetof(struct told_decision, procedure)},
        {"fast_track", 6, BOOL, offsetof(struct told_decision, fast_track)},
        {"rule",     7, TEXT, offsetof(struct told_decision, rule)},
        {0}
    };
    qsort(told->decisions, (size_t)told->n_decisions, sizeof *told->decisions, by_decision);
    for (int i = 0;;) {
        bool here;
        if (recount_at(&r->decisions, told->court, told->dispute_id, &here, err))
            return err->code;
        int64_t id = here ? strtoll(stream_get(&r->decisions, 2), NULL, 10) : INT64_MAX;
        const struct told_decision *one = i < told->n_decisions ? &told->decisions[i] : NULL;
        if (!here && !one)
            return 0;
        if (one && id > one->decision_id) {
            row_differs(r, "decision", told, one->decision_id, "0", "1");
            i++;
            continue;
        }
        if (!one || id < one->decision_id)
            row_differs(r, "decision", told, id, "1", "0");
        else
            compare(r, "decision", told, told->decisions[i++].decision_id, &r->decisions, columns,
                    one);
        stream_next(&r->decisions);
    }
}

/* Each number that a referral bears was given to its dispute, and each that was given is borne. */
static int
check_dockets(struct recounting *r, const struct told_dispute *told, const char **worn, int n_worn,
              struct fl_error *err)
{
    for (;;) {
        bool here, borne = false;
        if (recount_at(&r->dockets, told->court, told->dispute_id, &here, err))
            return err->code;
        if (!here)
            break;
        const char *text = stream_get(&r->dockets, 2);
        for (int i = 0; i < n_worn; i++)
            if (worn[i] && strcmp(worn[i], text) == 0) {
                worn[i] = NULL;
                borne = true;
            }
        if (!borne)
            recount_differs(r, &(struct recount_fault){"docket", told->court, told->dispute_id, 0,
                                                       "text", text, "-"});
        stream_next(&r->dockets);
    }
    for (int i = 0; i < n_worn; i++)
        if (worn[i])
            recount_differs(r, &(struct recount_fault){"docket", told->court, told->dispute_id, 0,
                                                       "text", "-", worn[i]});
    return 0;
}

int
recount_rows(struct recounting *r, const struct told_dispute *told, struct fl_error *err)
{
    const char **worn = arena_take(&r->arena, (size_t)(told->n_referrals + 1) * sizeof *worn);
    int n_worn = 0;
    if (check_dispute(r, told, err) || check_referrals(r, told, worn, &n_worn, err) ||
        recount_clocks(r, told, err) || check_decisions(r, told, err) ||
        check_dockets(r, told, worn, n_worn, err))
        return err->code;
    return 0;
}
