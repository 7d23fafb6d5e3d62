/* The pass: streams side by side, dispute by dispute. */
#include "engine/verify/recount.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/verify/recount_parts.h"
#include "queries.h"

enum {
    FIRST_PAGE_MS =
        24 * 60 * 60 * 1000, /* the server has to sort the ledger before its first page */
    PROGRESS_EVENTS = 20000,
    EVENTS_OF_ONE = 64 /* grows */
};

static int64_t
monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
recount_differs(struct recounting *r, const struct recount_fault *fault)
{
    r->sum.faults++;
    r->watch->fault(r->watch->data, fault);
}

/* --- the streams, and where they stand --- */

static const struct {
    size_t stream; /* in struct recounting */
    const struct query *declare, *fetch;
} sources[] = {
    {offsetof(struct recounting, events),    &Q_declare_told_events,      &Q_fetch_told_events    },
    {offsetof(struct recounting, disputes),  &Q_declare_stored_disputes,  &Q_fetch_stored_disputes},
    {offsetof(struct recounting, referrals), &Q_declare_stored_referrals,
     &Q_fetch_stored_referrals                                                                    },
    {offsetof(struct recounting, deadlines), &Q_declare_stored_deadlines,
     &Q_fetch_stored_deadlines                                                                    },
    {offsetof(struct recounting, decisions), &Q_declare_stored_decisions,
     &Q_fetch_stored_decisions                                                                    },
    {offsetof(struct recounting, dockets),   &Q_declare_stored_dockets,   &Q_fetch_stored_dockets },
};
enum { N_SOURCES = sizeof sources / sizeof *sources };

static struct stream *
stream_of(struct recounting *r, int i)
{
    return (struct stream *)((char *)r + sources[i].stream);
}

static int
compare_place(const struct stream *stream, const char *court, int64_t dispute_id)
{
    int n = strcmp(stream_get(stream, 0), court);
    int64_t id = strtoll(stream_get(stream, 1), NULL, 10);
    return n ? n : (id > dispute_id) - (id < dispute_id);
}

int
recount_at(struct stream *stream, const char *court, int64_t dispute_id, bool *ret,
           struct fl_error *err)
{
    if (stream_peek(stream, ret, err))
        return err->code;
    *ret = *ret && compare_place(stream, court, dispute_id) == 0;
    return 0;
}

/* The least dispute at which any stream stands; *ret_any is false when all have ended. */
static int
next_dispute(struct recounting *r, struct told_dispute *told, bool *ret_any, struct fl_error *err)
{
    *ret_any = false;
    for (int i = 0; i < N_SOURCES; i++) {
        struct stream *stream = stream_of(r, i);
        bool more;
        if (stream_peek(stream, &more, err))
            return err->code;
        if (!more || (*ret_any && compare_place(stream, told->court, told->dispute_id) >= 0))
            continue;
        *ret_any = true;
        told->court = arena_text(&r->arena, stream_get(stream, 0));
        told->dispute_id = strtoll(stream_get(stream, 1), NULL, 10);
    }
    return 0;
}

/* --- the events of one dispute --- */

static int
read_event(struct recounting *r, struct told_event *event, struct fl_error *err)
{
    const struct stream *s = &r->events;
    const char *data = stream_get(s, 7), *referral = stream_get(s, 3);
    *event = (struct told_event){
        .event_id = strtoll(stream_get(s, 2), NULL, 10),
        .referral_id = referral ? strtoll(referral, NULL, 10) : 0,
        .type = arena_text(&r->arena, stream_get(s, 4)),
        .actor = arena_text(&r->arena, stream_get(s, 5)),
        .at = strtoll(stream_get(s, 6), NULL, 10),
    };
    return data ? json_parse(data, strlen(data), &event->data, err) : 0;
}

static int
read_events(struct recounting *r, const struct told_dispute *told, struct told_event **ret, int *n,
            struct fl_error *err)
{
    int room = 0;
    *ret = NULL;
    for (*n = 0;; (*n)++) {
        bool here;
        if (recount_at(&r->events, told->court, told->dispute_id, &here, err))
            return err->code;
        if (!here)
            return 0;
        if (*n == room) {
            room = room ? 2 * room : EVENTS_OF_ONE;
            struct told_event *more = realloc(*ret, (size_t)room * sizeof *more);
            if (!more)
                return fl_fail(err, FL_E_MEMORY, "no memory for the events of one dispute");
            *ret = more;
        }
        if (read_event(r, &(*ret)[*n], err)) {
            (*n)++;
            return err->code;
        }
        stream_next(&r->events);
        r->sum.events++;
    }
}

static void
tell_misfit(struct recounting *r, const struct told_dispute *told, const struct told_event *event)
{
    recount_differs(r, &(struct recount_fault){"event", told->court, told->dispute_id,
                                               event->event_id, "type", event->type, "-"});
}

static int
recount_dispute(struct recounting *r, struct told_dispute *told, struct fl_error *err)
{
    struct told_event *events;
    const struct told_event *misfit = NULL;
    int n;
    int code = read_events(r, told, &events, &n, err);
    if (!code)
        code = replay(told, events, n, &misfit, err);
    if (!code && misfit)
        tell_misfit(r, told, misfit);
    if (!code)
        code = recount_rows(r, told, err);
    for (int i = 0; i < n; i++)
        cJSON_Delete(events[i].data);
    free(events);
    return code;
}

static int
recount_disputes(struct recounting *r, int64_t about, struct fl_error *err)
{
    int64_t shown = 0;
    for (;;) {
        struct told_dispute told = {.arena = &r->arena, .effect = recount_effect, .data = r};
        bool any;
        arena_reset(&r->arena);
        if (next_dispute(r, &told, &any, err))
            return err->code;
        if (!any)
            return 0;
        if (recount_dispute(r, &told, err))
            return err->code;
        r->sum.disputes++;
        if (r->sum.events - shown < PROGRESS_EVENTS)
            continue;
        shown = r->sum.events;
        r->watch->progress(r->watch->data, r->sum.events, about);
        if (r->watch->stopped(r->watch->data))
            return fl_fail(err, FL_E_CONFLICT, "stopped");
    }
}

/* --- what belongs to no single dispute --- */

static int
check_orphans(struct recounting *r, const char *table, const struct query *query,
              struct fl_error *err)
{
    PG_AUTO rows = NULL;
    if (pg_run(r->pg, query, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++)
        recount_differs(r, &(struct recount_fault){table, pg_get(rows, i, 0), 0,
                                                   pg_get_int(rows, i, 1), "row", "1", "0"});
    return 0;
}

static int
check_docket_counters(struct recounting *r, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    if (pg_run(r->pg, &Q_list_docket_faults, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        bool gap = strcmp(pg_get(rows, i, 2), pg_get(rows, i, 3)) == 0;
        recount_differs(r,
                        &(struct recount_fault){gap ? "docket" : "docket_counter",
                                                pg_get(rows, i, 0), 0, 0, pg_get(rows, i, 1),
                                                pg_get(rows, i, 2), pg_get(rows, i, gap ? 4 : 3)});
    }
    return 0;
}

/* --- all of it --- */

static int
open_streams(struct recounting *r, struct fl_error *err)
{
    for (int i = 0; i < N_SOURCES; i++)
        if (stream_open(stream_of(r, i), r->pg, sources[i].declare, sources[i].fetch, err))
            return err->code;
    return 0;
}

static int
run(struct recounting *r, struct fl_error *err)
{
    PG_AUTO about = NULL;
    if (pg_script(r->pg, Q_begin_pages.sql, err) ||
        pg_run(r->pg, &Q_get_event_estimate, NULL, 0, PG_ROW, &about, err) ||
        open_streams(r, err) || recount_disputes(r, pg_get_int(about, 0, 0), err) ||
        check_orphans(r, "queue", &Q_list_queue_orphans, err) ||
        check_orphans(r, "deadline", &Q_list_deadline_orphans, err) ||
        check_docket_counters(r, err) || recount_counts(r, err) || recount_folded(r, err) ||
        recount_views(r, err))
        return err->code;
    return 0;
}

int
recount(struct pg *pg, const struct recount_watch *watch, struct recount_sum *ret,
        struct fl_error *err)
{
    struct recounting r = {
        .pg = pg, .watch = watch, .sums = sums_new(RECOUNT_KEYS), .views = sums_new(RECOUNT_KEYS)};
    int64_t start = monotonic_ms();
    arena_init(&r.arena);
    pg_deadline(pg, FIRST_PAGE_MS);
    int code = run(&r, err);
    for (int i = 0; i < N_SOURCES; i++)
        stream_done(stream_of(&r, i));
    pg_rollback(pg);
    pg_deadline(pg, 0);
    arena_done(&r.arena);
    sums_free(r.sums);
    sums_free(r.views);
    r.sum.ms = monotonic_ms() - start;
    if (!code)
        *ret = r.sum;
    return code;
}
