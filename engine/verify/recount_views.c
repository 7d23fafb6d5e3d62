/* The figures that the views of stats show, counted here by definitions of their own out of the recounted effects: per court,
 * month and year, in whole and by channel, cause, domain, street, body and mediator. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/verify/recount_parts.h"
#include "fenliu/adapter.h"
#include "queries.h"

/* The members of a key of recount_counts.c, in its order. */
enum {
    COURT,
    DAY,
    MEASURE,
    CHANNEL,
    PROCEDURE,
    FAST,
    OUTCOME,
    REASON,
    LIST,
    CAUSE,
    DOMAIN,
    STREET,
    BODY,
    MEDIATOR,
    N_PARTS = MEDIATOR + 2
};

struct counted {
    char *part[N_PARTS];
    bool mediation, fast, concluded, completed, succeeded, settled;
};

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void
take_apart(char *key, struct counted *c)
{
    for (int i = 0; i < N_PARTS; i++) {
        c->part[i] = key;
        char *end = key + strcspn(key, "\x1f");
        key = *end ? end + 1 : end;
        *end = 0;
    }
}

static void
judge(struct counted *c)
{
    int channel = fl_word_find(&fl_channels, c->part[CHANNEL], strlen(c->part[CHANNEL]));
    int outcome = fl_word_find(&fl_outcomes, c->part[OUTCOME], strlen(c->part[OUTCOME]));
    const struct fl_adapter *adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    const struct fl_outcome_row *row =
        adapter && outcome >= 0 ? fl_adapter_outcome(adapter, (enum fl_outcome)outcome) : NULL;
    c->mediation = is(c->part[CHANNEL], "mediation") || is(c->part[CHANNEL], "union");
    c->fast = is(c->part[CHANNEL], "court") && *c->part[FAST];
    c->concluded = is(c->part[MEASURE], "concluded");
    c->completed = c->concluded && row && row->counts;
    c->settled = c->completed && c->mediation && is(c->part[OUTCOME], "withdrawn") &&
                 is(c->part[REASON], "settled");
    c->succeeded = c->completed && (row->succeeded || c->settled);
}

/* A figure counts an effect or does not. */
#define FIGURE(name, condition)                                                                    \
    static bool counts_##name(const struct counted *c) { return condition; }
FIGURE(entered, is(c->part[MEASURE], "entered"))
FIGURE(accepted, is(c->part[MEASURE], "accepted"))
FIGURE(received, is(c->part[MEASURE], c->mediation ? "accepted" : "entered"))
FIGURE(concluded, c->concluded)
FIGURE(completed, c->completed)
FIGURE(succeeded, c->succeeded)
FIGURE(settled, c->settled)
FIGURE(cancelled, is(c->part[MEASURE], "cancelled"))
FIGURE(before, c->completed &&is(c->part[PROCEDURE], "pre_filing_mediation"))
FIGURE(entrusted, c->completed &&is(c->part[PROCEDURE], "entrusted_mediation"))
FIGURE(people, c->completed &&is(c->part[PROCEDURE], "people_mediation"))
FIGURE(by_union, c->completed &&is(c->part[CHANNEL], "union"))
FIGURE(mediations, c->completed && c->mediation)
FIGURE(mediated, c->succeeded && c->mediation)
FIGURE(fast_track, c->completed && c->fast)
FIGURE(not_civil,
       c->completed && c->fast &&
           (is(c->part[PROCEDURE], "confirmation") || is(c->part[PROCEDURE], "payment_order")))
FIGURE(converted, c->concluded && c->fast && is(c->part[OUTCOME], "converted"))
FIGURE(transferred, c->concluded && c->fast && is(c->part[OUTCOME], "transferred"))
#undef FIGURE

static const struct {
    const char *name; /* a column of the views */
    bool (*counts)(const struct counted *c);
} figures[] = {
    {"entered",                   counts_entered    },
    {"accepted",                  counts_accepted   },
    {"received",                  counts_received   },
    {"concluded",                 counts_concluded  },
    {"completed",                 counts_completed  },
    {"succeeded",                 counts_succeeded  },
    {"settled",                   counts_settled    },
    {"cancelled",                 counts_cancelled  },
    {"pre_litigation_mediations", counts_before     },
    {"entrusted_mediations",      counts_entrusted  },
    {"people_mediations",         counts_people     },
    {"union_mediations",          counts_by_union   },
    {"all_mediations",            counts_mediations },
    {"mediations_succeeded",      counts_mediated   },
    {"fast_track_cases",          counts_fast_track },
    {"fast_track_not_civil",      counts_not_civil  },
    {"fast_track_converted",      counts_converted  },
    {"fast_track_transferred",    counts_transferred},
};

/* The rows that an effect belongs to: "view, period, key". */
static int
add_to_views(struct recounting *r, const struct counted *c, const char *figure, int64_t n,
             struct fl_error *err)
{
    char channel[160], cause[80];
    snprintf(channel, sizeof channel, "%s %s%s%s", c->part[CHANNEL], c->part[PROCEDURE],
             *c->part[FAST] ? " " : "", c->part[FAST]);
    snprintf(cause, sizeof cause, "%s %s", c->part[LIST], c->part[CAUSE]);
    const struct {
        const char *view;
        int digits; /* of the day: 4 the year, 7 the month */
        const char *key;
    } views[] = {
        {"annual",      4, ""                                           },
        {"monthly",     7, ""                                           },
        {"by_channel",  4, channel                                      },
        {"by_cause",    4, *c->part[CAUSE] ? cause : "-"                },
        {"by_domain",   4, *c->part[DOMAIN] ? c->part[DOMAIN] : "-"     },
        {"by_street",   4, *c->part[STREET] ? c->part[STREET] : "-"     },
        {"by_body",     4, *c->part[BODY] ? c->part[BODY] : "-"         },
        {"by_mediator", 4, *c->part[MEDIATOR] ? c->part[MEDIATOR] : NULL},
    };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        char key[SUMS_KEY];
        if (!views[i].key)
            continue;
        snprintf(key, sizeof key, "%s %s %.*s %s\x1f%s", views[i].view, c->part[COURT],
                 views[i].digits, c->part[DAY], figure, views[i].key);
        if (sums_add(r->views, key, (const int64_t[SUMS_VALUES]){n}, err))
            return err->code;
    }
    return 0;
}

int
recount_views_add(struct recounting *r, const char *key, int64_t n, struct fl_error *err)
{
    char copy[SUMS_KEY];
    struct counted c;
    snprintf(copy, sizeof copy, "%s", key);
    take_apart(copy, &c);
    judge(&c);
    for (size_t i = 0; n && i < sizeof figures / sizeof *figures; i++)
        if (figures[i].counts(&c) && add_to_views(r, &c, figures[i].name, n, err))
            return err->code;
    return 0;
}

/* "by_cause 430204 2021 concluded⟂2020 103.3": which view, court, period, figure, part. */
static void
tell(struct recounting *r, const char *key, int64_t stored, int64_t recounted)
{
    char view[40] = "stats.", court[16] = "", rest[SUMS_KEY], is_text[24], should[24];
    if (stored == recounted)
        return;
    sscanf(key, "%30s %15s", view + 6, court);
    snprintf(rest, sizeof rest, "%s", key + strlen(view) - 6 + 1 + strlen(court) + 1);
    for (char *c = rest; *c; c++)
        if (*c == '\x1f')
            *c = ' ';
    snprintf(is_text, sizeof is_text, "%lld", (long long)stored);
    snprintf(should, sizeof should, "%lld", (long long)recounted);
    recount_differs(r, &(struct recount_fault){view, court, 0, 0, rest, is_text, should});
}

/* The merge of both, as with the ledger. */
int
recount_views(struct recounting *r, struct fl_error *err)
{
    struct stream stored;
    bool more = false, have = false;
    const char *key = NULL;
    const int64_t *values = NULL;
    if (sums_sort(r->views, err) ||
        stream_open(&stored, r->pg, &Q_declare_stored_figures, &Q_fetch_stored_figures, err))
        return err->code;
    int code = sums_next(r->views, &more, &key, &values, err);
    while (!code && !(code = stream_peek(&stored, &have, err)) && (more || have)) {
        int order = !more ? 1 : !have ? -1 : strcmp(key, stream_get(&stored, 0));
        tell(r, order > 0 ? stream_get(&stored, 0) : key,
             order >= 0 ? pg_get_int(stored.rows, stored.row, 1) : 0, order > 0 ? 0 : values[0]);
        r->sum.figures++;
        if (order >= 0)
            stream_next(&stored);
        if (order <= 0)
            code = sums_next(r->views, &more, &key, &values, err);
    }
    stream_done(&stored);
    return code;
}

/* The roll-ups beside the rows of the ledger that they are made of. */
int
recount_folded(struct recounting *r, struct fl_error *err)
{
    static const struct query *const checks[] = {&Q_list_tally_faults, &Q_list_fold_faults};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        PG_AUTO rows = NULL;
        if (pg_run(r->pg, checks[i], NULL, 0, PG_ROWS, &rows, err))
            return err->code;
        for (int row = 0; row < PQntuples(rows); row++)
            recount_differs(r, &(struct recount_fault){pg_get(rows, row, 0), pg_get(rows, row, 1),
                                                       0, 0, pg_get(rows, row, 2),
                                                       pg_get(rows, row, 3), pg_get(rows, row, 4)});
    }
    return 0;
}
