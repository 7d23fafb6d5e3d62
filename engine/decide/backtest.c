/* Pages of stored documents, decided twice; counts of moves between routes and of load by month. */
#include "engine/decide/backtest.h"

#include <stdio.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/base/lang.h"
#include "queries.h"

#define PAGE 2000

struct place { /* after which row the next page begins */
    char court[16];
    int64_t id;
};

static int
route_of(const struct fl_decision *decision)
{
    return (int)decision->procedure * 2 + decision->fast_track;
}

static int
month_of(const struct backtest *backtest, fl_day day)
{
    struct civil first = day_civil(backtest->from), at = day_civil(day);
    int month = (at.year - first.year) * 12 + at.month - first.month;
    return month < 0 || month >= BACKTEST_MONTHS ? BACKTEST_MONTHS - 1 : month;
}

static const char *
procedure_name(int route, bool words)
{
    const char *name = fl_word(&fl_procedures, route / 2);
    return words ? say(fl_word_zh(&fl_procedures, route / 2), name) : name;
}

static void
put_route(struct buf *buf, int route, bool words)
{
    buf_print(buf, "%s%s", procedure_name(route, words),
              route % 2 == 0 ? ""
              : words        ? say("·速裁", "+fast_track")
                             : "+fast_track");
}

static void
note(struct backtest *backtest, const PGresult *rows, int row, fl_day day,
     const struct fl_decision *was, const struct fl_decision *is)
{
    int from = route_of(was), to = route_of(is), month = month_of(backtest, day);
    backtest->cases++;
    backtest->matrix[from][to]++;
    backtest->load[month][was->channel][0]++;
    backtest->load[month][is->channel][1]++;
    if (from == to)
        return;
    backtest->moved++;
    buf_print(&backtest->list, "%s\t%s\t%s\t", pg_get(rows, row, 0), pg_get(rows, row, 1),
              pg_get(rows, row, 2));
    put_route(&backtest->list, from, false);
    buf_char(&backtest->list, '\t');
    put_route(&backtest->list, to, false);
    buf_print(&backtest->list, "\t%s\t%s\n", was->rule, is->rule);
}

/* The numbers of causes differ from policy to policy, so the document is read under each. */
static int
decide_under(const struct policy *policy, const cJSON *doc, struct arena *arena, fl_day *ret_day,
             struct fl_decision *ret)
{
    struct fl_case c;
    if (case_read(policy, doc, CASE_SKELETON, "", arena, &c, NULL))
        return FL_E_INVALID_PARAMS;
    *ret_day = c.filed_on;
    decide_route(policy, &c, c.filed_on, ret);
    return 0;
}

static void
one_case(struct backtest *backtest, const PGresult *rows, int row, struct arena *arena)
{
    const char *text = pg_get(rows, row, 3);
    JSON_AUTO doc = NULL;
    struct fl_decision was, is;
    fl_day day;
    if (json_parse(text, strlen(text), &doc, NULL) ||
        decide_under(backtest->was, doc, arena, &day, &was) ||
        decide_under(backtest->is, doc, arena, &day, &is))
        backtest->refused++;
    else
        note(backtest, rows, row, day, &was, &is);
    arena_reset(arena);
}

static int
one_page(struct backtest *backtest, struct pg *pg, struct place *place, struct arena *arena,
         int *ret_n, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    const struct pg_param params[] = {pg_day(backtest->from),   pg_day(backtest->to),
                                      pg_text(backtest->court), pg_text(place->court),
                                      pg_int(place->id),        pg_int(PAGE)};
    int code = pg_run(pg, &Q_list_stored_documents, params, 6, PG_ROWS, &rows, err);
    if (code)
        return code;
    *ret_n = PQntuples(rows);
    for (int i = 0; i < *ret_n; i++)
        one_case(backtest, rows, i, arena);
    if (*ret_n) {
        snprintf(place->court, sizeof place->court, "%s", pg_get(rows, *ret_n - 1, 0));
        place->id = pg_get_int(rows, *ret_n - 1, 1);
    }
    return 0;
}

int
backtest_run(struct backtest *backtest, struct pg *pg, struct fl_error *err)
{
    struct place place = {"", INT64_MIN};
    struct arena arena;
    int n = PAGE, code = 0;
    arena_init(&arena);
    while (!code && n == PAGE) {
        code = one_page(backtest, pg, &place, &arena, &n, err);
        if (backtest->progress)
            fprintf(stderr, say("\r已重新决定%ld件", "\r%ld cases decided again"), backtest->cases);
    }
    if (backtest->progress)
        fputc('\n', stderr);
    arena_done(&arena);
    return code;
}

static const char *
month_text(const struct backtest *backtest, int month, char ret[32])
{
    struct civil first = day_civil(backtest->from);
    int months = first.year * 12 + first.month - 1 + month;
    snprintf(ret, 32, "%04d-%02d", months / 12, months % 12 + 1);
    return ret;
}

static bool
month_empty(const struct backtest *backtest, int month)
{
    for (int i = 0; i < fl_channels.count; i++)
        if (backtest->load[month][i][0] || backtest->load[month][i][1])
            return false;
    return true;
}

static void
text_list(const struct backtest *backtest, long max_cases, struct buf *buf)
{
    const char *at = backtest->list.data;
    if (!backtest->moved || max_cases <= 0)
        return;
    buf_text(buf, say("\n法院\t编号\t来件号\t原\t新\t原规则\t新规则\n",
                      "\ncourt\tid\tref\tfrom\tto\trule before\trule after\n"));
    for (long i = 0; i < max_cases && i < backtest->moved; i++) { /* each line ends in \n */
        size_t len = strcspn(at, "\n") + 1;
        buf_put(buf, at, len);
        at += len;
    }
    if (backtest->moved > max_cases)
        buf_print(buf, say("……另有%ld件，见--cases\n", "… and %ld more: see --cases\n"),
                  backtest->moved - max_cases);
}

void
backtest_text(const struct backtest *backtest, long max_cases, struct buf *buf)
{
    char month[32];
    buf_print(buf,
              say("%s → %s：%ld件，去向改变%ld件，无法读取%ld件\n",
                  "%s → %s: %ld cases, %ld would move, %ld cannot be read\n"),
              policy_name(backtest->was), policy_name(backtest->is), backtest->cases,
              backtest->moved, backtest->refused);
    for (int from = 0; from < BACKTEST_ROUTES; from++)
        for (int to = 0; to < BACKTEST_ROUTES; to++) {
            if (from == to || !backtest->matrix[from][to])
                continue;
            buf_print(buf, "%8ld  ", backtest->matrix[from][to]);
            put_route(buf, from, true);
            buf_text(buf, " → ");
            put_route(buf, to, true);
            buf_char(buf, '\n');
        }
    buf_text(buf, say("\n每月各方收案（原→新）\n", "\nentering each channel by month (was→is)\n"));
    for (int m = 0; m < BACKTEST_MONTHS; m++) {
        if (month_empty(backtest, m))
            continue;
        buf_text(buf, month_text(backtest, m, month));
        for (int i = 0; i < fl_channels.count; i++)
            buf_print(buf, "  %s %ld→%ld",
                      say(fl_word_zh(&fl_channels, i), fl_word(&fl_channels, i)),
                      backtest->load[m][i][0], backtest->load[m][i][1]);
        buf_char(buf, '\n');
    }
    text_list(backtest, max_cases, buf);
}

static void
json_moves(const struct backtest *backtest, struct buf *buf)
{
    json_key(buf, "moves");
    json_array(buf);
    for (int from = 0; from < BACKTEST_ROUTES; from++)
        for (int to = 0; to < BACKTEST_ROUTES; to++) {
            if (!backtest->matrix[from][to])
                continue;
            json_object(buf);
            json_put_text(buf, "from", procedure_name(from, false));
            json_put_bool(buf, "from_fast_track", from % 2);
            json_put_text(buf, "to", procedure_name(to, false));
            json_put_bool(buf, "to_fast_track", to % 2);
            json_put_int(buf, "cases", backtest->matrix[from][to]);
            json_object_end(buf);
        }
    json_array_end(buf);
}

static void
json_load(const struct backtest *backtest, struct buf *buf)
{
    char month[32];
    json_key(buf, "load");
    json_array(buf);
    for (int m = 0; m < BACKTEST_MONTHS; m++)
        for (int i = 0; i < fl_channels.count; i++) {
            if (!backtest->load[m][i][0] && !backtest->load[m][i][1])
                continue;
            json_object(buf);
            json_put_text(buf, "month", month_text(backtest, m, month));
            json_put_text(buf, "channel", fl_word(&fl_channels, i));
            json_put_int(buf, "was", backtest->load[m][i][0]);
            json_put_int(buf, "is", backtest->load[m][i][1]);
            json_object_end(buf);
        }
    json_array_end(buf);
}

void
backtest_json(const struct backtest *backtest, struct buf *buf)
{
    json_object(buf);
    json_put_text(buf, "was", policy_name(backtest->was));
    json_put_text(buf, "is", policy_name(backtest->is));
    json_put_int(buf, "cases", backtest->cases);
    json_put_int(buf, "moved", backtest->moved);
    json_put_int(buf, "refused", backtest->refused);
    json_moves(backtest, buf);
    json_load(backtest, buf);
    json_object_end(buf);
    buf_char(buf, '\n');
}
