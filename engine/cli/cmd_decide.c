/* fenliu decide: JSON Lines of case documents in, JSON Lines of decisions out, in order. */
#include <stdio.h>
#include <string.h>

#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/cli/commands.h"
#include "engine/decide/decide.h"
#include "engine/base/error_write.h"
#include "engine/base/lang.h"
#include "engine/cli/lines.h"
#include "engine/cli/options.h"
#include "engine/text/model.h"
#include "fenliu/limits.h"

struct filter {
    struct policy *policy;
    struct model *model;
    fl_day as_of; /* FL_NO_DAY: the day of filing */
    bool explain, json;
    struct arena arena;
    struct buf out;
    long refused;
};

/* The sender's key, as far as the line could be read at all. */
static const char *
ref_of(const cJSON *doc)
{
    return json_str(json_get(doc, "ref"));
}

static void
refuse(struct filter *f, const cJSON *doc, const struct fl_error *err)
{
    f->refused++;
    json_object(&f->out);
    json_put_text(&f->out, "ref", ref_of(doc));
    json_key(&f->out, "error");
    error_write(err, &f->out);
    json_object_end(&f->out);
}

static void
answer(struct filter *f, const struct fl_case *c)
{
    fl_day as_of = f->as_of == FL_NO_DAY ? c->filed_on : f->as_of;
    struct fl_decision decision;

    if (f->explain) {
        decide_explain(f->policy, c, as_of, f->json, &f->out);
        return;
    }
    decide(f->policy, c, as_of, &f->arena, &decision);
    decision_write(f->policy, &decision, c->ref, NULL, &f->out);
}

static int
read_line(struct filter *f, const struct line *line, cJSON **ret_doc, struct fl_case *ret,
          struct fl_error *err)
{
    int code;

    if (line->too_long)
        return fl_fail(err, FL_E_TOO_LARGE, "a case document has at most %d bytes",
                       FL_MAX_DOCUMENT);
    code = json_parse(line->text, line->len, ret_doc, err);
    if (!code)
        code = case_read(f->policy, *ret_doc, CASE_FULL, "", &f->arena, ret, err);
    if (!code)
        case_narrative(f->policy, f->model, ret, &f->arena);
    return code;
}

static void
one_line(struct filter *f, const struct line *line)
{
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    struct fl_case c;

    arena_reset(&f->arena);
    buf_reset(&f->out);
    if (read_line(f, line, &doc, &c, &err))
        refuse(f, doc, &err);
    else
        answer(f, &c);
    if (f->out.len && f->out.data[f->out.len - 1] != '\n')
        buf_char(&f->out, '\n');
    fwrite(f->out.data, 1, f->out.len, stdout);
}

static int
run(struct filter *f, struct lines *lines, struct fl_error *err)
{
    for (;;) {
        struct line line;
        bool more;
        int code;

        if (lines_may_wait(lines) && fflush(stdout))
            return 0; /* command_done says it */
        code = lines_next(lines, &line, &more, err);
        if (code || !more || ferror(stdout))
            return code;
        one_line(f, &line);
    }
}

int
cmd_decide(int argc, char **argv)
{
    struct filter f = {.as_of = FL_NO_DAY};
    const char *dir = NULL, *path = NULL;
    const struct option_row options[] = {
        {"as-of",                                                   "DATE", OPTION_DAY, &f.as_of, 0, 0, "按该日有效的法律决定；缺省为收到之日",
         "decide by the law in force that day; default: the day of filing"},
        {"policy",                                               "DIR", OPTION_TEXT, &dir, 0, 0, "规则目录；缺省为随附规则",
         "folder of the policy; default: the packaged one"},
        {"model",                                                        "FILE", OPTION_TEXT, &path, 0, 0, "阅读陈述的模型；缺省为随附模型",
         "what reads narratives; default: the packaged one"},
        {"explain", NULL, OPTION_FLAG, &f.explain, 0, 0, "逐条说明为何如此分流",
         "say rule by rule why, in place of the decision"},
        {"json",                                                         NULL, OPTION_FLAG, &f.json, 0, 0, "与--explain合用：每件一行JSON",
         "with --explain: one line of JSON a case"},
        {0     },
    };
    static const char zh[] =
        "逐行读入纠纷文书（JSON Lines），逐行给出分流决定，顺序不变；不需要服务和数据库。\n"
        "被拒绝的行给出error，其余照常；有任何一行被拒绝时退出码为1。";
    static const char en[] = "Reads case documents, one JSON object a line, and answers each with "
                             "its decision, in order;\n"
                             "no server, no database. A refused line is answered with an error and "
                             "the rest goes on; the\n"
                             "exit code is 1 when any line was refused.";
    const struct usage usage = {"decide", "[FILE]", 0, 1, zh, en, options};
    struct fl_error err = {0};
    struct lines lines;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    code = policy_load_dir(dir ? dir : policy_default_dir(), &f.policy, &err);
    if (!code)
        code = model_open_named(path, &f.model, &err);
    if (code) {
        policy_release(f.policy);
        return command_failed("decide", &err);
    }
    arena_init(&f.arena);
    code = lines_open(&lines, n ? argv[1] : NULL, FL_MAX_DOCUMENT, &err);
    if (!code) {
        code = run(&f, &lines, &err);
        lines_close(&lines);
    }
    arena_done(&f.arena);
    buf_done(&f.out);
    model_close(f.model);
    policy_release(f.policy);
    if (code)
        return command_failed("decide", &err);
    return command_done("decide", f.refused ? EXIT_REFUSED : EXIT_DONE);
}
