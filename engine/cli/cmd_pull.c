/* fenliu pull and fenliu list: what waits for a mediator, and what is in hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "engine/cli/claims.h"
#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"
#include "fenliu/limits.h"

struct desk_call {
    struct remote remote;
    const char *command, *method, *rows; /* rows: the member of the answer that holds them */
    const char *desk, *mediator, *state;
    int64_t max, wait_s;
};

/* The claims in an answer are kept for the commands that follow. */
static void
remember(const struct desk_call *d, const cJSON *rows)
{
    for (const cJSON *row = rows ? rows->child : NULL; row; row = row->next) {
        const char *id = json_str(json_get(row, "referral_id")),
                   *claim = json_str(json_get(row, "claim"));
        if (id && claim)
            claims_put(remote_url(&d->remote, d->desk), id, claim, d->desk);
    }
}

/* The columns of the terminal; 0 when there is none: then nothing has to fit. */
static int
screen_columns(void)
{
    struct winsize size;
    const char *named = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return named ? atoi(named) : 0;
}

static bool
wants_colours(void)
{
    return isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

static void
show_offers(const cJSON *rows, struct buf *out)
{
    for (const cJSON *row = rows ? rows->child : NULL; row; row = row->next) {
        show_referral(out, row);
        buf_print(out, say("  接受：fenliu accept %s\n\n", "  to take it on: fenliu accept %s\n\n"),
                  json_str(json_get(row, "referral_id")));
    }
}

/* Held by somebody, and so with a day; what waits or is over is listed as it comes. */
static bool
is_in_hand(const struct desk_call *d)
{
    static const enum fl_referral_state held[] = {FL_REFERRAL_OFFERED, FL_REFERRAL_ACCEPTED,
                                                  FL_REFERRAL_PAUSED};
    for (size_t i = 0; d->state && i < sizeof held / sizeof *held; i++)
        if (strcmp(d->state, fl_word(&fl_referral_states, (int)held[i])) == 0)
            return true;
    return !d->state;
}

static void
show_rows(const struct desk_call *d, const cJSON *rows)
{
    bool pull = strcmp(d->rows, "offers") == 0;
    struct buf out = {0};

    if (pull)
        show_offers(rows, &out);
    else if (is_in_hand(d))
        show_list(&out, rows, screen_columns(), wants_colours());
    else
        for (const cJSON *row = rows ? rows->child : NULL; row; row = row->next)
            show_referral_line(&out, row);
    if (out.len)
        fputs(out.data, stdout);
    else
        fprintf(stderr, "%s\n",
                pull ? say("没有待领取的案件", "nothing waits") : say("没有", "nothing"));
    buf_done(&out);
}

static int
desk_ask(struct desk_call *d, cJSON **ret, struct fl_error *err)
{
    struct buf params = {0};
    bool pull = d->wait_s >= 0;
    int code = remote_open(&d->remote, d->desk, d->method,
                           REMOTE_TIMEOUT_MS + (int)(pull ? d->wait_s * 1000 : 0), err);

    if (code)
        return code;
    remote_params(&d->remote, pull, &params);
    if (d->mediator)
        json_put_text(&params, "mediator", d->mediator);
    if (d->state)
        json_put_text(&params, "state", d->state);
    if (d->max)
        json_put_int(&params, "max", d->max);
    if (pull)
        json_put_int(&params, "wait_ms", d->wait_s * 1000);
    code = remote_call(&d->remote, d->method, &params, ret, err);
    buf_done(&params);
    return code;
}

static int
desk_answer(struct desk_call *d)
{
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    int code = desk_ask(d, &result, &err);

    if (code) {
        code = command_failed(d->command, &err);
    } else {
        remember(d, json_get(result, d->rows));
        if (d->remote.json)
            remote_print_json(result);
        else
            show_rows(d, json_get(result, d->rows));
        code = command_done(d->command, EXIT_DONE);
    }
    remote_close(&d->remote);
    return code;
}

#define DESK_OPTIONS(d)                                                                            \
    REMOTE_OPTIONS((d).remote),                                                                    \
        {"desk",                                                                                   \
         "DESK",                                                                                   \
         OPTION_TEXT,                                                                              \
         &(d).desk,                                                                                \
         0,                                                                                        \
         0,                                                                                        \
         "triage、court、mediation、arbitration、union；缺省取FENLIU_DESK",                        \
         "triage, court, mediation, arbitration or union; default: FENLIU_DESK"},                  \
    {                                                                                              \
        "mediator", "NAME", OPTION_TEXT, &(d).mediator, 0, 0, "承办人；缺省取FENLIU_MEDIATOR",     \
            "who works; default: FENLIU_MEDIATOR"                                                  \
    }

int
cmd_pull(int argc, char **argv)
{
    struct desk_call d = {.command = "pull",
                          .method = "desk.pull",
                          .rows = "offers",
                          .desk = getenv("FENLIU_DESK"),
                          .mediator = getenv("FENLIU_MEDIATOR"),
                          .max = 1};
    const struct option_row options[] = {
        DESK_OPTIONS(d),
        {"max",       "N", OPTION_INT, &d.max, 1, FL_MAX_PULL, "最多领取几件，缺省1",
             "how many at most, default 1"},
        {"wait", "SECONDS", OPTION_INT, &d.wait_s, 0, FL_MAX_WAIT_MS / 1000, "没有时最多等多久",
             "how long to wait when nothing is there"},
        {0         },
    };
    const struct usage usage = {
        "pull",
        "",
        0,
        0,
        "领取下一件：先是已派给自己还未接受的，再是队列里最早的。",
        "Takes the next case: first what is offered already, then the oldest "
        "of the queue.",
        options};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (!d.desk || !d.mediator)
        return command_misused(
            "pull", "%s", say("需要 --desk 和 --mediator", "--desk and --mediator are needed"));
    return desk_answer(&d);
}

int
cmd_list(int argc, char **argv)
{
    struct desk_call d = {.command = "list",
                          .method = "desk.list",
                          .rows = "referrals",
                          .desk = getenv("FENLIU_DESK"),
                          .mediator = getenv("FENLIU_MEDIATOR"),
                          .wait_s = -1};
    const struct option_row options[] = {
        DESK_OPTIONS(d),
        {"state",      "STATE", OPTION_TEXT, &d.state, 0, 0,
             "queued、offered、accepted、paused、concluded、near（将至）、overdue（逾期）、undelivered"
         "（送达未成）；缺省为在手的", "queued, offered, accepted, paused, concluded, near, overdue or undelivered; default: "
         "what is held"},
        {"max", "N", OPTION_INT, &d.max, 1, FL_MAX_LIST, "最多几件", "how many at most"},
        {0          },
    };
    const struct usage usage = {
        "list", "", 0, 0, "列出一个工作台的案件。", "Lists the referrals of a desk.", options};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (!d.desk)
        return command_misused("list", "%s", say("需要 --desk", "--desk is needed"));
    return desk_answer(&d);
}
