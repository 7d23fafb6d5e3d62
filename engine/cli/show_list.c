/* What a mediator has in hand as a table: due soonest first, what is near or overdue marked, the next appointment. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/show.h"
#include "fenliu/limits.h"

#define RED    "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN  "\033[0m"

/* A row as it is shown. */
struct entry {
    const char *due; /* the day it is due, else by which it must be accepted; NULL: none */
    const char *id, *number;
    const char *state;
    const char *appointment; /* NULL: none */
    int64_t left;            /* days; INT64_MIN: no day */
    bool overdue, near;
};

static const char *
text_of(const cJSON *row, const char *key)
{
    return json_str(json_get(row, key));
}

/* Short words: the table is narrow. */
static const char *
short_state(const char *state)
{
    static const struct {
        const char *state, *zh;
    } words[] = {
        {"offered",  "待接受"},
        {"accepted", "办理中"},
        {"paused",   "中止"   },
    };
    for (size_t i = 0; state && lang_is_chinese() && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].state, state) == 0)
            return words[i].zh;
    return state ? state : "";
}

static struct entry
entry_of(const cJSON *row)
{
    const char *due = text_of(row, "due_on"), *docket = text_of(row, "docket");
    struct entry e = {
        .due = due ? due : text_of(row, "accept_by"),
        .id = text_of(row, "referral_id"),
        .number = docket ? docket : show_word(&fl_procedures, text_of(row, "procedure")),
        .state = short_state(text_of(row, "state")),
        .appointment = text_of(row, "appointment_at"),
        .left = INT64_MIN,
        .overdue = cJSON_IsTrue(json_get(row, "overdue")),
        .near = cJSON_IsTrue(json_get(row, "near")),
    };
    json_is_int(json_get(row, "days_left"), &e.left);
    return e;
}

static int
by_due(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (!x->due || !y->due)
        return (x->due == NULL) - (y->due == NULL);
    int days = strncmp(x->due, y->due, 10);
    return days ? days : strcmp(x->id ? x->id : "", y->id ? y->id : "");
}

static void
put_padded(struct buf *line, const char *text, int columns)
{
    int gap = columns - text_columns(text);
    show_safe(line, text);
    buf_print(line, "%*s ", gap > 0 ? gap : 0, "");
}

static void
put_left(struct buf *line, const struct entry *e)
{
    struct buf text = {0};
    buf_text(&text, "");
    if (e->left != INT64_MIN && e->left < 0)
        buf_print(&text, say("逾期%" PRId64 "日", "%" PRId64 "d late"), -e->left);
    else if (e->left == 0)
        buf_text(&text, say("今日到期", "today"));
    else if (e->left != INT64_MIN)
        buf_print(&text, say("余%" PRId64 "日", "%" PRId64 "d left"), e->left);
    put_padded(line, text.data, 9);
    buf_done(&text);
}

/* "约03-12 09:30" */
static void
put_appointment(struct buf *line, const struct entry *e)
{
    if (e->appointment && strlen(e->appointment) >= 16)
        buf_print(line, say("约%.5s %.5s", "at %.5s %.5s"), e->appointment + 5,
                  e->appointment + 11);
}

static void
put_first(struct buf *line, const struct entry *e)
{
    buf_print(line, "%c %-10.10s ", e->overdue ? '!' : e->near ? '*' : ' ', e->due ? e->due : "");
    put_left(line, e);
    put_padded(line, e->state, 8);
}

/* One line, or on a narrow screen two or three. */
static void
put_entry(const struct entry *e, bool narrow, struct buf *line)
{
    put_first(line, e);
    if (narrow) {
        while (line->len && line->data[line->len - 1] == ' ')
            line->data[--line->len] = 0;
        buf_print(line, "\n  %s ", e->id ? e->id : "?");
        show_safe(line, e->number);
        if (e->appointment)
            buf_text(line, "\n  ");
    } else {
        put_padded(line, e->id ? e->id : "?", 8);
        put_padded(line, e->number ? e->number : "", 26);
    }
    put_appointment(line, e);
    while (line->len && line->data[line->len - 1] == ' ')
        line->data[--line->len] = 0;
}

static bool
fits(const struct entry *entries, int n, int columns)
{
    struct buf line = {0};
    bool all = true;
    for (int i = 0; i < n && all && columns; i++) {
        buf_reset(&line);
        put_entry(&entries[i], false, &line);
        all = text_columns(line.data) <= columns;
    }
    buf_done(&line);
    return all;
}

void
show_list(struct buf *buf, const cJSON *rows, int columns, bool colours)
{
    int n = 0, overdue = 0, near = 0, size = cJSON_GetArraySize(rows);
    struct entry *entries = calloc((size_t)size + 1, sizeof *entries);
    const cJSON *row;
    if (!entries)
        return;
    cJSON_ArrayForEach(row, rows) entries[n++] = entry_of(row);
    qsort(entries, (size_t)n, sizeof *entries, by_due);
    bool narrow = !fits(entries, n, columns);
    for (int i = 0; i < n; i++) {
        const char *colour = !colours             ? ""
                             : entries[i].overdue ? RED
                             : entries[i].near    ? YELLOW
                                                  : "";
        struct buf line = {0};
        put_entry(&entries[i], narrow, &line);
        buf_print(buf, "%s%s%s\n", colour, line.data, *colour ? PLAIN : "");
        buf_done(&line);
        overdue += entries[i].overdue;
        near += entries[i].near && !entries[i].overdue;
    }
    if (n)
        buf_print(buf,
                  say("共%d件，逾期%d件（!），临近期限%d件（*）\n",
                      "%d in hand, %d overdue (!), %d near their day (*)\n"),
                  n, overdue, near);
    free(entries);
}
