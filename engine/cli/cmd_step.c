/* The commands that take one step with a referral or a case: options out of the row, what is missing asked for, the call. */
#include "engine/cli/cmd_step.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cli/claims.h"
#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "fenliu/limits.h"

/* --- options out of the row --- */

static const struct {
    const char *argument;
    int max;
} subjects[] = {
    [STEP_HELD] = {"REFERRAL",          1          },
    [STEP_MAYBE_HELD] = {"REFERRAL",          1          },
    [STEP_REFERRAL] = {"REFERRAL",          1          },
    [STEP_REFERRALS] = {"REFERRAL…",       FL_MAX_PULL},
    [STEP_CASE_OR_REF] = {"CASE | SOURCE REF", 2          },
    [STEP_CASE] = {"CASE | SOURCE REF", 2          },
};

static struct option_row
field_option(struct step_run *run, int i)
{
    const struct field *f = &run->row->fields[i];
    struct option_row o = {f->option, f->value, OPTION_TEXT, &run->values[i].text,
                           0,         0,        f->zh,       f->en};

    if (f->type == FIELD_FLAG) {
        o.type = OPTION_FLAG;
        o.into = &run->values[i].flag;
    } else if (f->type == FIELD_INT) {
        o.type = OPTION_INT;
        o.into = &run->values[i].number;
        o.max = FL_MAX_AMOUNT_FEN;
    }
    return o;
}

static bool
is_held(const struct step_run *run)
{
    return run->row->subject == STEP_HELD || run->row->subject == STEP_MAYBE_HELD;
}

static int
step_options(struct step_run *run, int argc, char **argv, int *ret_n)
{
    const struct option_row common[] = {REMOTE_OPTIONS(run->remote)};
    const struct option_row desk = {"desk",
                                    "DESK",
                                    OPTION_TEXT,
                                    &run->desk,
                                    0,
                                    0,
                                    "工作台；缺省为领取时的，再取FENLIU_DESK",
                                    "the desk; default: where it was pulled, then FENLIU_DESK"};
    const struct option_row claim = {"claim",
                                     "CLAIM",
                                     OPTION_TEXT,
                                     &run->claim,
                                     0,
                                     0,
                                     "凭证；缺省为领取时记住的",
                                     "the claim; default: as remembered by pull"};
    enum { COMMON = sizeof common / sizeof *common };
    struct option_row options[COMMON + STEP_FIELDS + 3] = {0};
    int n = 0;

    for (int i = 0; run->row->fields[i].option; i++)
        options[n++] = field_option(run, i);
    if (is_held(run))
        options[n++] = claim;
    if (!run->row->endpoint)
        options[n++] = desk;
    for (int i = 0; i < COMMON; i++)
        options[n++] = common[i];
    bool picks = run->row->subject == STEP_HELD && step_asks();
    const struct usage usage = {run->row->command,
                                subjects[run->row->subject].argument,
                                run->row->subject == STEP_REFERRALS || picks ? 0 : 1,
                                subjects[run->row->subject].max,
                                run->row->zh,
                                run->row->en,
                                options};
    return options_parse(&usage, argc, argv, ret_n);
}

bool
step_is_given(const struct step_run *run, int i)
{
    const struct field *f = &run->row->fields[i];

    return f->type == FIELD_FLAG  ? run->values[i].flag
           : f->type == FIELD_INT ? run->values[i].number != INT64_MIN
                                  : run->values[i].text != NULL;
}

/* --- members of params --- */

static int
put_file(struct buf *params, const char *path, struct fl_error *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    char text[FL_MAX_AGREEMENT + 1];
    size_t n;

    if (!file)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    n = fread(text, 1, sizeof text, file);
    if (file != stdin)
        fclose(file);
    if (n > FL_MAX_AGREEMENT)
        return fl_fail(err, FL_E_TOO_LARGE, "%s: at most %d bytes", path, FL_MAX_AGREEMENT);
    if (utf8_valid(text, n) != n || memchr(text, 0, n))
        return fl_fail(err, FL_E_PARSE, "%s: is not UTF-8 text", path);
    json_text_n(params, text, n);
    return 0;
}

static int
put_json(struct buf *params, const char *text, const char *option, struct fl_error *err)
{
    JSON_AUTO doc = NULL;

    if (json_parse(text, strlen(text), &doc, err))
        return fl_fail(err, FL_E_USAGE, say("--%s 应为JSON", "--%s takes JSON"), option);
    json_write(doc, params);
    return 0;
}

/* "2021-03-05 09:30" is meant in Asia/Shanghai; anything else goes as it is, and the server says what is wrong with it. */
static int
put_moment_of(struct buf *params, const char *text)
{
    char moment[32];
    int y, m, d, h, min, end = 0;

    if (strlen(text) == 16 &&
        sscanf(text, "%4d-%2d-%2d%*1[ T]%2d:%2d%n", &y, &m, &d, &h, &min, &end) == 5 && end == 16) {
        snprintf(moment, sizeof moment, "%.10sT%.5s:00+08:00", text, text + 11);
        text = moment;
    }
    json_text(params, text);
    return 0;
}

static void
put_words(struct buf *params, const char *text)
{
    json_array(params);
    for (const char *word = text; *word;) {
        size_t len = strcspn(word, ",");
        if (len)
            json_text_n(params, word, len);
        word += len + (word[len] == ',');
    }
    json_array_end(params);
}

static int
put_field(const struct step_run *run, int i, struct buf *params, struct fl_error *err)
{
    const struct field *f = &run->row->fields[i];
    const char *text = run->values[i].text;

    if (!step_is_given(run, i))
        return f->required ? fl_fail(err, FL_E_USAGE, say("需要 --%s", "--%s is needed"), f->option)
                           : 0;
    json_key(params, f->member);
    if (f->type == FIELD_FILE)
        return put_file(params, text, err);
    if (f->type == FIELD_MOMENT)
        return put_moment_of(params, text);
    if (f->type == FIELD_JSON)
        return put_json(params, text, f->option, err);
    if (f->type == FIELD_WORDS)
        put_words(params, text);
    else if (f->type == FIELD_INT)
        json_int(params, run->values[i].number);
    else if (f->type == FIELD_FLAG)
        json_bool(params, true);
    else
        json_text(params, text);
    return 0;
}

static int
put_subject(const struct step_run *run, int n, char **ids, struct buf *params, struct fl_error *err)
{
    if (run->row->subject == STEP_CASE_OR_REF && n == 2) {
        json_put_text(params, "source", ids[0]);
        json_put_text(params, "ref", ids[1]);
        return 0;
    }
    for (int i = 0; i < n; i++)
        if (!is_id(ids[i]))
            return fl_fail(err, FL_E_USAGE,
                           run->row->subject == STEP_CASE || run->row->subject == STEP_CASE_OR_REF
                               ? say("“%s”不是编号；或给出来源和来源编号",
                                     "\"%s\" is no id; or give source and ref")
                               : say("“%s”不是编号", "\"%s\" is no id"),
                           ids[i]);
    if (run->row->subject == STEP_CASE || run->row->subject == STEP_CASE_OR_REF) {
        json_put_text(params, "case_id", ids[0]);
    } else if (run->row->subject == STEP_REFERRALS) {
        if (!n)
            return 0; /* all of a mediator: the option says whose */
        json_key(params, "referral_ids");
        json_array(params);
        for (int i = 0; i < n; i++)
            json_text(params, ids[i]);
        json_array_end(params);
    } else {
        json_put_text(params, "referral_id", ids[0]);
        if (is_held(run) && run->claim)
            json_put_text(params, "claim", run->claim);
    }
    return 0;
}

/* --- the step --- */

/* Whether the claim and the desk are known; without a claim it is the claim that is missing, since a
 * claim that is remembered brings its desk. */
static int
step_is_held(const struct step_run *run, const struct held *held, const char *id,
             struct fl_error *err)
{
    if (run->row->subject == STEP_HELD && !run->claim && held->servers > 1)
        return fl_fail(err, FL_E_USAGE,
                       say("记住的转办 %s 属于 %d 个服务：用 --url 指明",
                           "referral %s is held at %d addresses: say which with --url"),
                       id, held->servers);
    if (run->row->subject == STEP_HELD && !run->claim)
        return fl_fail(err, FL_E_USAGE,
                       say("没有记住转办 %s 的凭证：先 fenliu pull，或给出 --claim 和 --desk",
                           "no claim is remembered for referral %s: pull first, or give --claim "
                           "and --desk"),
                       id);
    if (!run->row->endpoint && !run->desk)
        return fl_fail(err, FL_E_USAGE, "%s", say("需要 --desk", "--desk is needed"));
    return 0;
}

static int
step_call(struct step_run *run, int n, char **ids, cJSON **ret, struct fl_error *err)
{
    struct buf params = {0};
    const char *endpoint = run->row->endpoint ? run->row->endpoint : run->desk;
    int code;
    bool clerk =
        run->row->flags & STEP_BY_CLERK || (run->row->subject == STEP_MAYBE_HELD && !run->claim);
    /* the right that only a clerk holds says which token is taken */
    const char *as = !clerk               ? run->row->method
                     : run->row->endpoint ? "case.search"
                                          : "desk.reassign";

    bool speaks = run->row->flags & STEP_SPEAKS; /* an answer with persons in it is not kept */
    remote_params(&run->remote, !speaks, &params);
    if (speaks)
        json_put_text(&params, "lang", say("zh", "en"));
    code = put_subject(run, n, ids, &params, err);
    for (int i = 0; !code && run->row->fields[i].option; i++)
        code = put_field(run, i, &params, err);
    if (!code)
        code = remote_open(&run->remote, endpoint, as, REMOTE_TIMEOUT_MS, err);
    if (!code)
        code = remote_call(&run->remote, run->row->method, &params, ret, err);
    buf_done(&params);
    return code;
}

static void
step_show(const struct step_run *run, const cJSON *result)
{
    struct buf out = {0};
    const char *document = json_str(json_get(result, "document"));

    if (!run->remote.json && document) {
        fputs(document, stdout);
        return;
    }
    if (run->remote.json) {
        remote_print_json(result);
        return;
    }
    if (json_get(result, "referral_id"))
        show_referral(&out, result);
    else
        show_case_answer(&out, result);
    fputs(out.data, stdout);
    buf_done(&out);
}

/* Of what the mediator has in hand the one that is meant: offers to accept and decline, what was accepted for the rest. */
static int
step_pick_held(struct step_run *run, char ret[32], struct fl_error *err)
{
    const char *mediator = getenv("FENLIU_MEDIATOR");
    struct remote remote = run->remote;
    struct buf params = {0};
    JSON_AUTO result = NULL;

    if (!run->desk || !mediator)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("需要 REFERRAL，或设置 FENLIU_DESK 和 FENLIU_MEDIATOR",
                           "REFERRAL is needed, or FENLIU_DESK and FENLIU_MEDIATOR are set"));
    remote_params(&remote, false, &params);
    json_put_text(&params, "mediator", mediator);
    if (run->row->flags & STEP_OFFERED)
        json_put_text(&params, "state", fl_word(&fl_referral_states, FL_REFERRAL_OFFERED));
    int code = remote_open(&remote, run->desk, "desk.list", REMOTE_TIMEOUT_MS, err);
    if (!code)
        code = remote_call(&remote, "desk.list", &params, &result, err);
    const cJSON *row, *rows = json_get(result, "referrals");
    if (!code)
        code = step_pick(rows, ret, err);
    cJSON_ArrayForEach(row, rows)
    {
        const char *id = json_str(json_get(row, "referral_id"));
        if (!code && id && strcmp(id, ret) == 0)
            claims_put(remote_url(&remote, run->desk), id, json_str(json_get(row, "claim")),
                       run->desk);
    }
    remote_close(&remote);
    buf_done(&params);
    return code;
}

/* What pull remembered of the referral. */
static void
step_remember(struct step_run *run, struct held *held, const char *referral)
{
    if (!is_held(run) || !claims_get(&run->remote, run->desk, referral, held))
        return;
    if (!run->claim)
        run->claim = held->claim;
    if (!run->remote.url)
        run->remote.url = held->url;
    if (!run->desk)
        run->desk = held->desk;
}

/* SOURCE REF becomes the id of the case, where the method takes nothing else. */
static int
step_name_case(const struct step_run *run, int *n, char ***ids, char *found[static 1],
               struct fl_error *err)
{
    if (run->row->subject != STEP_CASE || *n != 2)
        return 0;
    if (step_find_case(run, (*ids)[0], (*ids)[1], found[0], err))
        return err->code;
    *ids = found;
    *n = 1;
    return 0;
}

int
cmd_step(int argc, char **argv)
{
    struct step_run run = {.desk = NULL};
    struct held held = {0};
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    char picked[32], *id = NULL, named[32], *found[] = {named};
    int n, code;

    for (const struct step_row *row = step_rows; row->command; row++)
        if (strcmp(row->command, argv[0]) == 0)
            run.row = row;
    for (int i = 0; i < STEP_FIELDS; i++)
        run.values[i].number = INT64_MIN;
    code = step_options(&run, argc, argv, &n);
    if (code != GO_ON)
        return code;
    char **ids = n ? argv + 1 : &id;
    if (n) {
        step_remember(&run, &held, argv[1]);
    } else if (run.row->subject == STEP_HELD) {
        if (!run.desk)
            run.desk = getenv("FENLIU_DESK");
        if (step_pick_held(&run, picked, &err))
            return command_failed(run.row->command, &err);
        id = picked;
        n = 1;
        step_remember(&run, &held, id);
    }
    if (!run.desk)
        run.desk = getenv("FENLIU_DESK");
    if (step_is_held(&run, &held, ids[0], &err) || step_ask(&run, &err) ||
        step_name_case(&run, &n, &ids, found, &err) || step_call(&run, n, ids, &result, &err))
        code = command_failed(run.row->command, &err);
    else {
        if (run.row->flags & STEP_FORGETS)
            claims_put(remote_url(&run.remote, run.desk), ids[0], NULL, NULL);
        step_show(&run, result);
        code = command_done(run.row->command, EXIT_DONE);
    }
    remote_close(&run.remote);
    claims_done(&held);
    return code;
}
