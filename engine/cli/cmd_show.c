/* fenliu show: the file of one case, as a person reads it. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"

static void
heading(struct buf *out, const char *text)
{
    buf_print(out, "\n%s\n", text);
}

/* The members of an event's data that say something to a person, and their vocabulary. */
static const struct {
    const char *member;
    const struct fl_vocab *words; /* NULL: as it is */
} event_members[] = {
    {"channel",   &fl_channels       },
    {"procedure", &fl_procedures     },
    {"outcome",   &fl_outcomes       },
    {"rule",      NULL               },
    {"docket",    NULL               },
    {"days",      NULL               },
    {"kind",      NULL               },
    {"from",      &fl_referral_states},
    {"on",        NULL               },
    {"words",     NULL               },
};

static void
show_event_data(struct buf *line, const cJSON *data)
{
    const char *actor = json_str(json_get(data, "actor")), *reason = show_reason(data);

    for (size_t i = 0; i < sizeof event_members / sizeof *event_members; i++) {
        const char *text = json_str(json_get(data, event_members[i].member));
        if (text)
            buf_print(line, "  %s",
                      event_members[i].words ? show_word(event_members[i].words, text) : text);
    }
    if (cJSON_IsTrue(json_get(data, "fast_track")))
        buf_text(line, say("  速裁", "  fast track"));
    if (reason)
        buf_print(line, "  %s", reason);
    if (actor)
        buf_print(line, say("（%s）", " (%s)"), actor);
}

static void
show_events(struct buf *out, const cJSON *events)
{
    for (const cJSON *e = events ? events->child : NULL; e; e = e->next) {
        struct buf line = {0};

        show_moment(&line, json_str(json_get(e, "time")));
        buf_print(&line, "  %s", show_word(&fl_event_types, json_str(json_get(e, "type"))));
        show_event_data(&line, json_get(e, "data"));
        buf_text(out, "  ");
        show_safe(out, line.data);
        buf_char(out, '\n');
        buf_done(&line);
    }
}

static void
show_decisions(struct buf *out, const cJSON *decisions)
{
    for (const cJSON *d = decisions ? decisions->child : NULL; d; d = d->next) {
        const char *reason = json_str(json_get(d, "reason"));
        struct buf text = {0};

        buf_text(&text, say("分流决定 ", "decision of "));
        show_moment(&text, json_str(json_get(d, "made_at")));
        if (json_str(json_get(d, "overrules")))
            buf_text(&text, say("（人工变更）", " (overruled by a person)"));
        heading(out, text.data);
        show_decision(out, json_get(d, "decision"));
        show_row(out, say("说明", "words"), reason);
        buf_done(&text);
    }
}

static void
show_file(struct buf *out, const cJSON *file)
{
    const char *id = json_str(json_get(file, "case_id")),
               *state = json_str(json_get(file, "state"));
    const cJSON *doc = json_get(file, "case"), *referrals = json_get(file, "referrals");
    const char *source = json_str(json_get(doc, "source")), *ref = json_str(json_get(doc, "ref"));
    struct buf key = {0};

    buf_print(out, say("案件 %s  %s\n", "case %s  %s\n"), id ? id : "?",
              state ? show_word(&fl_dispute_states, state) : "");
    buf_print(&key, "%s %s", source ? source : "", ref ? ref : "");
    show_row(out, say("来源", "from"), key.data);
    show_row(out, say("案号", "docket"), json_str(json_get(file, "docket")));
    show_case(out, doc);
    show_decisions(out, json_get(file, "decisions"));
    for (const cJSON *r = referrals ? referrals->child : NULL; r; r = r->next) {
        buf_char(out, '\n');
        show_referral(out, r);
    }
    heading(out, say("经过", "what happened"));
    show_events(out, json_get(file, "events"));
    buf_done(&key);
}

int
cmd_show(int argc, char **argv)
{
    struct remote remote = {0};
    bool masked = false;
    const char *why = NULL;
    const struct option_row options[] = {
        {"masked",     NULL, OPTION_FLAG, &masked, 0, 0, "不显示个人信息", "without the persons"},
        {"why", "TEXT", OPTION_TEXT, &why, 0, 0, "查阅事由，记入日志",
         "the reason, which is written down"},
        REMOTE_OPTIONS(remote),
        {0          }
    };
    const struct usage usage = {
        "show",
        "CASE | SOURCE REF",
        1,
        2,
        "显示一件案件：内容、分流决定及其理由和条文、各次转办、全部经过。",
        "Shows the file of one case: what it is, each decision with its reasons and "
        "articles, its referrals, all that happened.",
        options};
    struct buf params = {0}, out = {0};
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (n == 1 && !is_id(argv[1]))
        return command_misused(
            "show",
            say("“%s”不是编号；或给出来源和来源编号", "\"%s\" is no id; or give source and ref"),
            argv[1]);
    remote_params(&remote, false, &params); /* an answer with persons in it is not kept */
    json_put_text(&params, n == 1 ? "case_id" : "source", argv[1]);
    if (n == 2)
        json_put_text(&params, "ref", argv[2]);
    if (masked)
        json_put_bool(&params, "masked", true);
    if (why)
        json_put_text(&params, "why", why);
    /* the persons are shown to a clerk: the token that may search is the one */
    code = remote_open(&remote, "intake", masked ? "case.get" : "case.search", REMOTE_TIMEOUT_MS,
                       &err);
    if (!code)
        code = remote_call(&remote, "case.get", &params, &result, &err);
    if (code) {
        code = command_failed("show", &err);
    } else if (remote.json) {
        remote_print_json(result);
        code = command_done("show", EXIT_DONE);
    } else {
        show_file(&out, result);
        fputs(out.data, stdout);
        code = command_done("show", EXIT_DONE);
    }
    remote_close(&remote);
    buf_done(&params);
    buf_done(&out);
    return code;
}
