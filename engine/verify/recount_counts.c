/* What the events did to the counts, beside what the ledger says. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/verify/recount_parts.h"
#include "queries.h"

#define PART "\x1f" /* between the members of a key: sorts before every letter */

static const char *
text(const char *value)
{
    return value ? value : "";
}

/* The same members in the same order as in declare_stored_counts.sql. */
int
recount_effect(void *recounting, const struct told_dispute *d, const struct told_effect *e,
               struct fl_error *err)
{
    struct recounting *r = recounting;
    const struct told_referral *of = e->referral;
    bool concluded = strcmp(e->measure, "concluded") == 0;
    char key[SUMS_KEY], day[11];
    int n =
        snprintf(key, sizeof key,
                 "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART
                 "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART "%s" PART "%d%d%d",
                 d->court, day_print(e->day, day), e->measure, of->channel, of->procedure,
                 of->fast_track ? "fast_track" : "", concluded ? text(of->outcome) : "",
                 concluded ? text(of->reason) : "", text(of->cause_list), text(of->cause),
                 text(of->domain), text(of->street), text(e->held ? of->body : NULL),
                 text(e->held ? of->mediator : NULL), e->first_here, e->first_kind, e->first_all);
    if (n >= (int)sizeof key)
        return fl_fail(err, FL_E_INTERNAL, "dispute %" PRId64 ": codes longer than any",
                       d->dispute_id);
    const int64_t values[SUMS_VALUES] = {e->n, (int64_t)e->n * e->days};
    return sums_add(r->sums, key, values, err);
}

/* "2021-03-05 concluded mediation pre_filing_mediation agreed …": the key for people, without its court. */
static void
name_key(const char *key, char *ret, size_t size)
{
    size_t n = 0;
    const char *at = strchr(key, PART[0]);
    for (at = at ? at + 1 : key; *at && n + 2 < size; at++)
        if (*at != PART[0])
            ret[n++] = *at;
        else if (n && ret[n - 1] != ' ')
            ret[n++] = ' ';
    ret[n] = 0;
}

static void
tell(struct recounting *r, const char *key, const int64_t stored[SUMS_VALUES],
     const int64_t recounted[SUMS_VALUES])
{
    static const char *const figures[SUMS_VALUES] = {"n", "days"};
    char court[16], figure[SUMS_KEY], is[24], should[24], name[SUMS_KEY];
    snprintf(court, sizeof court, "%.*s", (int)strcspn(key, PART), key);
    name_key(key, name, sizeof name);
    for (int i = 0; i < SUMS_VALUES; i++) {
        if (stored[i] == recounted[i])
            continue;
        snprintf(figure, sizeof figure, "%s: %.990s", figures[i], name);
        snprintf(is, sizeof is, "%" PRId64, stored[i]);
        snprintf(should, sizeof should, "%" PRId64, recounted[i]);
        recount_differs(r, &(struct recount_fault){"ledger", court, 0, 0, figure, is, should});
        return; /* one line a key */
    }
}

int
recount_counts(struct recounting *r, struct fl_error *err)
{
    static const int64_t nothing[SUMS_VALUES];
    struct stream stored;
    if (sums_sort(r->sums, err) ||
        stream_open(&stored, r->pg, &Q_declare_stored_counts, &Q_fetch_stored_counts, err))
        return err->code;
    bool more = false, have = false;
    const char *key = NULL;
    const int64_t *values = nothing;
    int code = sums_next(r->sums, &more, &key, &values, err);
    while (!code && !(code = stream_peek(&stored, &have, err)) && (more || have)) {
        int64_t is[SUMS_VALUES] = {0};
        int order = !more ? 1 : !have ? -1 : strcmp(key, stream_get(&stored, 0));
        if (order >= 0)
            for (int i = 0; i < SUMS_VALUES; i++)
                is[i] = pg_get_int(stored.rows, stored.row, 1 + i);
        tell(r, order > 0 ? stream_get(&stored, 0) : key, is, order > 0 ? nothing : values);
        r->sum.keys++;
        if (order <= 0)
            code = recount_views_add(r, key, values[0], err);
        if (order >= 0)
            stream_next(&stored);
        if (order <= 0 && !code)
            code = sums_next(r->sums, &more, &key, &values, err);
    }
    stream_done(&stored);
    return code;
}
