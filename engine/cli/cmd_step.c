/* accept, decline, release, report, extend, note, reassign, correct, performed, withdraw, amend. */
#include "engine/cli/cmd_step.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/cli/claims.h"
#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "fenliu/limits.h"

/* clang-format off */
static const struct step_row steps[] = {
    {"accept", "desk.accept", STEP_HELD, NULL, 0,
     "接受所领案件，回答中有案件全文。", "Takes a pulled case on; the answer holds the whole case.", {{0}}},
    {"decline", "desk.decline", STEP_HELD, NULL, STEP_FORGETS,
     "谢绝所领案件，不再派给自己。", "Declines a pulled case; it is not offered to you again.",
     {{"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
    {"release", "desk.release", STEP_HELD, NULL, STEP_FORGETS,
     "把案件退回队列。", "Gives a case back to the queue.",
     {{"reason", "reason", "TEXT", FIELD_TEXT, false, "为什么", "why"}, {0}}},
    {"report", "desk.report", STEP_HELD, NULL, STEP_FORGETS | STEP_ASKS,
     "报告结果；接着去哪里立即决定。终端上会询问缺少的内容。",
     "Reports how it ended; what follows is decided at once. On a terminal it asks for what is missing.",
     {{"outcome", "outcome", "WORD", FIELD_TEXT, false, "结果，如 agreed、failed、judgment",
       "the outcome: agreed, failed, judgment …"},
      {"reason", "reason", "TEXT", FIELD_TEXT, false, "终结原因", "why it ended so"},
      {"at", "at", "MOMENT", FIELD_TEXT, false, "何时（RFC 3339），缺省为现在", "when (RFC 3339), default: now"},
      {"agreement", "agreement", "FILE", FIELD_FILE, false, "调解协议文本文件", "file with the text of the agreement"},
      {"channel", "channel", "WORD", FIELD_TEXT, false, "人工分流的去向", "where a clerk sends it"},
      {"reason-code", "reason_code", "WORD", FIELD_TEXT, false, "人工分流的理由代码，如 facts_learned、party_choice",
       "why a clerk sends it there, as a code: facts_learned, party_choice …"},
      {"procedure", "procedure", "WORD", FIELD_TEXT, false, "人工分流或程序转换后的程序",
       "the procedure a clerk or a conversion names"},
      {"fast-track", "fast_track", NULL, FIELD_FLAG, false, "人工分流进入速裁", "a clerk puts it on the fast track"},
      {"confirm", "confirm", NULL, FIELD_FLAG, false, "双方共同申请司法确认", "both parties apply for judicial confirmation"},
      {"pay-only", "pay_only", NULL, FIELD_FLAG, false, "协议仅涉及给付", "the agreement covers pay alone"},
      {0}}},
    {"extend", "desk.extend", STEP_HELD, NULL, 0,
     "经各方同意延长期限。", "Extends the time limit, by consent of all parties.",
     {{"days", "days", "N", FIELD_INT, true, "延长几日", "by how many days"},
      {"consent", "consent", NULL, FIELD_FLAG, true, "各方均同意", "all parties consent"}, {0}}},
    {"note", "desk.note", STEP_HELD, NULL, 0,
     "记录联系或约期。", "Notes a contact or an appointment.",
     {{"text", "text", "TEXT", FIELD_TEXT, true, "内容", "what to note"},
      {"kind", "kind", "WORD", FIELD_TEXT, false, "contact、appointment、other", "contact, appointment or other"}, {0}}},
    {"agreement", "desk.agreement", STEP_MAYBE_HELD, NULL, STEP_SPEAKS,
     "调解协议书：给出的内容加密保存，全文可打印；未给出的取自案件，再没有的留空。承办人凭记住的凭证，书记员不需要。",
     "The agreement as a document to be printed and signed. What is given is kept, sealed; what is not comes from the case, else stays blank. "
     "Its holder needs the claim that pull remembered, a clerk none.",
     {{"format", "format", "FORM", FIELD_TEXT, false, "text、markdown 或 html（可打印），缺省 text", "text, markdown or html (prints well); default: text"},
      {"content", "content", "FILE", FIELD_FILE, false, "协议内容的文件", "file with what was agreed"},
      {"facts", "facts", "FILE", FIELD_FILE, false, "主要事实的文件", "file with the main facts"},
      {"matters", "matters", "FILE", FIELD_FILE, false, "争议事项的文件", "file with what is in dispute"},
      {"liability", "liability", "FILE", FIELD_FILE, false, "各方责任的文件", "file with what each party answers for"},
      {"performance", "performance", "FILE", FIELD_FILE, false, "履行方式的文件", "file with how it is performed"},
      {"perform-by", "perform_by", "DATE", FIELD_TEXT, false, "履行期限", "the last day of performance"}, {0}}},
    {"reassign", "desk.reassign", STEP_REFERRALS, NULL, 0,
     "（书记员）改派给另一承办人。", "A clerk gives referrals to another mediator.",
     {{"to", "to", "NAME", FIELD_TEXT, true, "新的承办人", "the new mediator"},
      {"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
    {"redeliver", "desk.redeliver", STEP_REFERRALS, NULL, 0,
     "（书记员）把送达未成的派件重新送达机构业务系统。",
     "A clerk has what could not be delivered sent to the body's system anew.",
     {{0}}},
    {"correct", "desk.correct", STEP_REFERRAL, NULL, 0,
     "（书记员）更正报告；原报告仍可见。", "A clerk corrects a report; the wrong one stays visible.",
     {{"outcome", "outcome", "WORD", FIELD_TEXT, false, "更正后的结果", "the right outcome"},
      {"end-reason", "end_reason", "WORD", FIELD_TEXT, false, "更正后的终结原因", "the right end reason"},
      {"at", "at", "MOMENT", FIELD_TEXT, false, "更正后的时间", "the right moment"},
      {"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么更正", "why it is corrected"}, {0}}},
    {"performed", "agreement.performed", STEP_CASE, NULL, 0,
     "记录调解协议已自动履行。", "Notes that an agreement was performed voluntarily.",
     {{"on", "on", "DATE", FIELD_TEXT, true, "哪一天", "the day"},
      {"part", "part", NULL, FIELD_FLAG, false, "部分履行", "in part"},
      {"whole", "whole", NULL, FIELD_FLAG, false, "全部履行", "in whole"}, {0}}},
    {"notice", "case.notice", STEP_CASE, "intake", STEP_SPEAKS | STEP_BY_CLERK,
     "给当事人的分流告知书：去向、理由和条文、期限、可以问谁、怎样提出异议。",
     "The notice for the parties: where the case went and why, with the articles, how long it takes, whom to ask, how to object.",
     {{"format", "format", "FORM", FIELD_TEXT, false, "text、markdown 或 html（可打印），缺省 text", "text, markdown or html (prints well); default: text"},
      {"masked", "masked", NULL, FIELD_FLAG, false, "不显示个人信息", "without the persons"},
      {"why", "why", "TEXT", FIELD_TEXT, false, "查阅事由，记入日志", "the reason of reading, which is written down"}, {0}}},
    {"withdraw", "case.withdraw", STEP_CASE, "intake", 0,
     "撤回案件。", "Takes a case back.",
     {{"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
    {"object", "case.object", STEP_CASE, "intake", 0,
     "当事人对分流提出异议：转程序分流员，维持或变更。",
     "A party objects to the route: a routing clerk sees it, and confirms or overrules.",
     {{"by", "by", "WORD", FIELD_TEXT, true, "claimant 或 respondent：哪一方", "claimant or respondent: who objects"},
      {"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
    {"link", "case.link", STEP_CASE, "intake", STEP_BY_CLERK,
     "（书记员）认定两件是否同一纠纷；认定相同的，CASE 作为重复撤回，另一件继续。待认定的见 fenliu links。",
     "A clerk says whether two cases are the same dispute; if so, CASE is withdrawn as a duplicate and the other goes on. fenliu links lists what is to be looked at.",
     {{"other", "other", "CASE", FIELD_TEXT, true, "另一件", "the other case"},
      {"same", "same", NULL, FIELD_FLAG, false, "是同一纠纷", "they are the same dispute"},
      {"different", "different", NULL, FIELD_FLAG, false, "不是同一纠纷", "they are not"},
      {"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
    {"amend", "case.amend", STEP_CASE, "intake", 0,
     "变更案件内容，尚无结果时重新决定去向。", "Changes a case; it is decided again while nothing has been concluded.",
     {{"facts", "facts", "JSON", FIELD_JSON, false, "事实，如 {\"wage_iou\":true}", "facts, as {\"wage_iou\":true}"},
      {"amount-fen", "amount_fen", "N", FIELD_INT, false, "金额（分）", "amount in fen"},
      {"claims", "claims", "A,B", FIELD_WORDS, false, "请求", "what is claimed"},
      {"claimants", "claimants", "JSON", FIELD_JSON, false, "申请人", "claimants"},
      {"respondents", "respondents", "JSON", FIELD_JSON, false, "被申请人", "respondents"},
      {"reason", "reason", "TEXT", FIELD_TEXT, true, "为什么", "why"}, {0}}},
};
/* clang-format on */

enum { N_STEPS = sizeof steps / sizeof *steps };

/* --- options out of the row --- */

static const struct {
    const char *argument;
    int max;
} subjects[] = {
    [STEP_HELD] = {"REFERRAL",    1          },
      [STEP_MAYBE_HELD] = {"REFERRAL",    1          },
    [STEP_REFERRAL] = {"REFERRAL",    1          },
      [STEP_REFERRALS] = {"REFERRAL…", FL_MAX_PULL},
    [STEP_CASE] = {"CASE",        1          },
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
    const struct usage usage = {run->row->command,
                                subjects[run->row->subject].argument,
                                1,
                                subjects[run->row->subject].max,
                                run->row->zh,
                                run->row->en,
                                options};
    return options_parse(&usage, argc, argv, ret_n);
}

static bool
is_given(const struct step_run *run, int i)
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

    if (!is_given(run, i))
        return f->required ? fl_fail(err, FL_E_USAGE, say("需要 --%s", "--%s is needed"), f->option)
                           : 0;
    json_key(params, f->member);
    if (f->type == FIELD_FILE)
        return put_file(params, text, err);
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
    for (int i = 0; i < n; i++)
        if (!is_id(ids[i]))
            return fl_fail(err, FL_E_USAGE, say("“%s”不是编号", "\"%s\" is no id"), ids[i]);
    if (run->row->subject == STEP_CASE) {
        json_put_text(params, "case_id", ids[0]);
    } else if (run->row->subject == STEP_REFERRALS) {
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
    if (run->remote.json || !json_get(result, "referral_id")) {
        remote_print_json(result);
        return;
    }
    show_referral(&out, result);
    fputs(out.data, stdout);
    buf_done(&out);
}

int
cmd_step(int argc, char **argv)
{
    struct step_run run = {.desk = NULL};
    struct held held = {0};
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    int n, code;

    for (int i = 0; i < N_STEPS; i++)
        if (strcmp(steps[i].command, argv[0]) == 0)
            run.row = &steps[i];
    for (int i = 0; i < STEP_FIELDS; i++)
        run.values[i].number = INT64_MIN;
    code = step_options(&run, argc, argv, &n);
    if (code != GO_ON)
        return code;
    if (is_held(&run) && claims_get(&run.remote, run.desk, argv[1], &held)) {
        if (!run.claim)
            run.claim = held.claim;
        if (!run.remote.url)
            run.remote.url = held.url;
        if (!run.desk)
            run.desk = held.desk;
    }
    if (!run.desk)
        run.desk = getenv("FENLIU_DESK");
    bool refused = step_is_held(&run, &held, argv[1], &err) != 0;
    if (!refused && (run.row->flags & STEP_ASKS) && isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
        !step_ask(&run))
        code = command_misused(run.row->command, "%s", say("没有回答", "no answer"));
    else if (refused || step_call(&run, n, argv + 1, &result, &err))
        code = command_failed(run.row->command, &err);
    else {
        if ((run.row->flags & STEP_FORGETS))
            claims_put(remote_url(&run.remote, run.desk), argv[1], NULL, NULL);
        step_show(&run, result);
        code = command_done(run.row->command, EXIT_DONE);
    }
    remote_close(&run.remote);
    claims_done(&held);
    return code;
}
