/* fenliu classify: JSON Lines of narratives in, JSON Lines of what they are about out, in order. */
#include <stdio.h>

#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/cli/commands.h"
#include "engine/cli/filter.h"
#include "engine/cli/options.h"
#include "engine/text/classify.h"
#include "engine/text/found.h"

struct classifier {
    struct policy *policy;
    struct model *model;
    fl_day as_of; /* FL_NO_DAY: the day of filing, else today */
};

/* Four digits are more than a share means. */
static void
put_share(struct buf *out, const char *key, double share)
{
    char text[16];
    int n = snprintf(text, sizeof text, "%.4f", share);

    while (n > 1 && text[n - 1] == '0')
        n--;
    if (text[n - 1] == '.')
        n--;
    json_key(out, key);
    json_raw(out, text, (size_t)n);
}

static void
put_cause(const struct classifier *f, const struct classification *found, struct buf *out)
{
    json_key(out, "cause");
    if (found->cause < 0) {
        json_null(out);
        return;
    }
    const struct cause *cause = policy_cause(f->policy, found->cause_list, found->cause);
    json_object(out);
    json_put_text(out, "version", policy_cause_list_name(f->policy, found->cause_list));
    json_put_text(out, "code", cause->code);
    json_put_text(out, "name", cause->name);
    put_share(out, "confidence", found->cause_confidence);
    json_object_end(out);
}

static void
put_top(const struct classifier *f, const struct classification *found, struct buf *out)
{
    json_key(out, "top");
    json_array(out);
    for (int i = 0; i < found->n_top; i++) {
        json_object(out);
        json_put_text(out, "cause",
                      policy_cause(f->policy, found->cause_list, found->top[i].cause)->name);
        json_put_text(out, "code",
                      policy_cause(f->policy, found->cause_list, found->top[i].cause)->code);
        put_share(out, "confidence", found->top[i].confidence);
        json_object_end(out);
    }
    json_array_end(out);
}

static int
answer(const void *with, struct fl_case *c, struct arena *arena, struct buf *out,
       struct fl_error *err)
{
    const struct classifier *f = with;
    fl_day day = f->as_of != FL_NO_DAY      ? f->as_of
                 : c->filed_on != FL_NO_DAY ? c->filed_on
                                            : moment_day(clock_now());
    struct classification found;
    struct text text;
    int code = text_read(c->narrative, c->narrative_len, arena, &text, err);

    if (code)
        return code;
    classify(f->model, f->policy, &text, c, day, arena, &found);
    json_object(out);
    json_put_text(out, "ref", c->ref);
    json_put_text(out, "domain", fl_word(&fl_domains, (int)found.domain));
    json_put_text(out, "scope", fl_word(&fl_scopes, (int)found.scope));
    put_share(out, "confidence", found.confidence);
    put_cause(f, &found, out);
    put_top(f, &found, out);
    json_key(out, "facts");
    found_put(found_read(policy_phrases(f->policy), &text, day, arena), c->narrative, out);
    json_object_end(out);
    return 0;
}

int
cmd_classify(int argc, char **argv)
{
    struct classifier f = {.as_of = FL_NO_DAY};
    const char *dir = NULL, *path = NULL;
    const struct option_row options[] = {
        {"as-of",                                                                                   "DATE", OPTION_DAY, &f.as_of, 0, 0,
         "按该日有效的案由规定；缺省为收到之日，没有收到之日的为今天", "causes of the list in force that day; default: the day of filing, else today"},
        {"model",                                                                               "FILE", OPTION_TEXT, &path, 0, 0, "模型文件；缺省为随附模型",
         "the model; default: the packaged one"},
        {"policy",                                                                                        "DIR", OPTION_TEXT, &dir, 0, 0, "规则目录；缺省为随附规则",
         "folder of the policy; default: the packaged one"},
        {0},
    };
    static const char zh[] = "逐行读入ref和narrative（JSON "
                             "Lines，可以带有纠纷文书的其他成员），逐行给出领域、范围、案由、\n"
                             "把握程度，以及陈述中看得出的事项和原文；不需要服务和数据库。被拒绝的"
                             "行给出error，其余照常。";
    static const char en[] =
        "Reads ref and narrative, one JSON object a line (other members of a case may be there), "
        "and "
        "answers\n"
        "with domain, scope, cause, how far that can be trusted, and the facts found with the "
        "words "
        "that\n"
        "show them; no server, no database. A refused line is answered with an error and the rest "
        "goes on.";
    const struct usage usage = {"classify", "[FILE]", 0, 1, zh, en, options};
    struct fl_error err = {0};
    long refused;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    code = policy_load_dir(dir ? dir : policy_default_dir(), &f.policy, &err);
    if (!code)
        code = model_open(path ? path : model_default_path(), &f.model, &err);
    if (!code)
        code = filter_run(&(struct filter){f.policy, CASE_STORY, answer, &f}, n ? argv[1] : NULL,
                          &refused, &err);
    model_close(f.model);
    policy_release(f.policy);
    if (code)
        return command_failed("classify", &err);
    return command_done("classify", refused ? EXIT_REFUSED : EXIT_DONE);
}
