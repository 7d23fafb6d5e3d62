/* The docket and the plan of a synthetic year, as schema/demo/generate writes them and play.c reads
 * them. */
#ifndef DEMO_PLAY_DOCKET_H
#define DEMO_PLAY_DOCKET_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/cli/lines.h"
#include "fenliu/limits.h"

enum lane {
    MEDIATION,
    UNION,
    ARBITRATION,
    TRIAGE,
    FAST,
    SLOW,
    CONFIRMATION,
    PAYMENT_ORDER,
    N_LANES
};
static const char *const lane_names[N_LANES] = {
    "mediation",  "union",      "arbitration",        "triage",
    "court_fast", "court_slow", "court_confirmation", "court_payment_order"};

/* What the plan says of one lane. Numbers of days as schema/demo/plan.py explains them. */
struct step {
    const char *outcome, *reason;
    const char *to[2], *then[2]; /* triage: channel and procedure, at the first visit and later */
    int64_t days, wait, late;
    bool decline, lapse, confirm;
};

struct dispute {
    const char *court, *source, *ref;
    const cJSON *document;
    fl_day filed_on, entered; /* entered: the lane it stands in now */
    bool routed;              /* a clerk has decided it once */
    struct step steps[N_LANES];
};

static _Noreturn void
die(const char *what, const char *detail)
{
    fprintf(stderr, "play: %s: %s\n", what, detail);
    exit(1);
}

static inline const cJSON *
need(const cJSON *object, const char *key)
{
    const cJSON *node = json_get(object, key);

    if (!node)
        die("a member is missing", key);
    return node;
}

static int64_t
number(const cJSON *object, const char *key)
{
    int64_t n = 0;
    const cJSON *node = json_get(object, key);

    if (node && !json_is_int(node, &n))
        die("not a number", key);
    return n;
}

/* Reads every line of a JSON Lines file; the trees live until the end. */
static size_t
read_lines(struct arena *arena, const char *path, const cJSON ***ret)
{
    struct fl_error err = {0};
    struct lines lines;
    struct line line;
    bool more;
    size_t n = 0, room = 2048;
    const cJSON **rows = arena_take(arena, room * sizeof *rows);

    if (lines_open(&lines, path, FL_MAX_DOCUMENT, &err))
        die(path, err.detail);
    while (!lines_next(&lines, &line, &more, &err) && more) {
        cJSON *row;

        if (n == room)
            die(path, "more disputes than one year of a district has");
        if (json_parse(line.text, line.len, &row, &err))
            die(path, err.detail);
        rows[n++] = row;
    }
    if (err.code)
        die(path, err.detail);
    lines_close(&lines);
    *ret = rows;
    return n;
}

static struct step
read_step(const cJSON *plan, enum lane lane)
{
    const cJSON *node = need(plan, lane_names[lane]), *to = json_get(node, "to");
    const cJSON *then = json_get(node, "then");
    struct step step = {
        .outcome = json_str(need(node, "outcome")),
        .reason = json_str(json_get(node, "reason")),
        .to = {json_str(cJSON_GetArrayItem(to,   0)), json_str(cJSON_GetArrayItem(to,   1))},
        .then = {json_str(cJSON_GetArrayItem(then, 0)), json_str(cJSON_GetArrayItem(then, 1))},
        .days = number(node, "days"),
        .wait = number(node, "wait"),
        .late = number(node, "late"),
        .decline = cJSON_IsTrue(json_get(node, "decline")),
        .lapse = cJSON_IsTrue(json_get(node, "lapse")),
        .confirm = cJSON_IsTrue(json_get(node, "confirm")),
    };

    return step;
}

static inline size_t
read_docket(struct arena *arena, const char *docket, const char *plan, struct dispute **ret)
{
    const cJSON **cases, **plans;
    struct dispute *disputes;
    size_t n = read_lines(arena, docket, &cases);

    if (n != read_lines(arena, plan, &plans))
        die(plan, "not as many lines as the docket");
    disputes = arena_take(arena, n * sizeof *disputes);
    for (size_t i = 0; i < n; i++) {
        struct dispute *d = &disputes[i];
        const char *filed_at = json_str(need(cases[i], "filed_at"));
        int64_t ms;

        d->document = cases[i];
        d->court = json_str(need(cases[i], "court"));
        d->source = json_str(need(cases[i], "source"));
        d->ref = json_str(need(cases[i], "ref"));
        if (strcmp(d->ref, json_str(need(plans[i], "ref"))) != 0)
            die(plan, "not in the order of the docket");
        if (!moment_parse(filed_at, strlen(filed_at), &ms))
            die(docket, filed_at);
        d->filed_on = d->entered = moment_day(ms);
        for (int lane = 0; lane < N_LANES; lane++)
            d->steps[lane] = read_step(plans[i], lane);
    }
    *ret = disputes;
    return n;
}

#endif
