/* What a command of the desk still needs: asked for on a terminal, with the choices numbered and in words; in a pipe it is a
 * wrong use that names what is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/lang.h"
#include "engine/cli/cmd_step.h"
#include "engine/cli/options.h"
#include "engine/cli/show.h"
#include "fenliu/adapter.h"

enum { MOST_CHOICES = 64 };

/* --- the terminal --- */

static bool
on_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* One line of the terminal, without its end; false at the end of input. */
static bool
read_answer(const char *prompt, char *line, size_t size)
{
    fprintf(stderr, "%s ", prompt);
    fflush(stderr);
    if (!fgets(line, (int)size, stdin))
        return false;
    line[strcspn(line, "\r\n")] = 0;
    return true;
}

struct choices {
    const char *words[MOST_CHOICES], *terms[MOST_CHOICES]; /* wire words, Chinese terms */
    int n;
};

static void
choices_add(struct choices *choices, const char *word, const char *zh)
{
    if (choices->n == MOST_CHOICES)
        return;
    choices->words[choices->n] = word;
    choices->terms[choices->n++] = zh;
}

static void
print_plain(const char *word)
{
    for (; *word; word++)
        fputc(*word == '_' ? ' ' : *word, stderr);
}

static int
find_choice(const struct choices *choices, const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (end != text && !*end)
        return number >= 1 && number <= choices->n ? (int)number - 1 : -1;
    for (int i = 0; i < choices->n; i++)
        if (strcmp(text, choices->words[i]) == 0 || strcmp(text, choices->terms[i]) == 0)
            return i;
    return -1;
}

/* A numbered list; the number, the word or its term is taken, and asked again until it is one. */
static bool
choose(struct step_run *run, int field, const char *title, const struct choices *choices)
{
    char *line = run->asked[field];
    int i = -1;
    fprintf(stderr, "%s\n", title);
    for (int k = 0; k < choices->n; k++) {
        fprintf(stderr, "  %2d  ", k + 1);
        if (lang_is_chinese())
            fputs(choices->terms[k], stderr);
        else
            print_plain(choices->words[k]);
        fputc('\n', stderr);
    }
    while (i < 0) {
        if (!read_answer(say("编号：", "number:"), line, sizeof run->asked[field]))
            return false;
        i = find_choice(choices, line);
        if (i < 0)
            fprintf(stderr, say("请输入1至%d\n", "a number from 1 to %d\n"), choices->n);
    }
    run->values[field].text = choices->words[i];
    return true;
}

/* --- what may be missing --- */

static int
field_index(const struct step_run *run, const char *member)
{
    int i = 0;
    while (run->row->fields[i].option && strcmp(run->row->fields[i].member, member) != 0)
        i++;
    return i;
}

static const struct fl_adapter *
run_adapter(const struct step_run *run)
{
    int channel = run->desk ? fl_word_find(&fl_channels, run->desk, strlen(run->desk)) : -1;
    return channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
}

/* The outcome that was said, or the only one there is; NULL: not known. */
static const struct fl_outcome_row *
run_outcome(const struct step_run *run)
{
    const struct fl_adapter *adapter = run_adapter(run);
    const char *given = run->values[field_index(run, "outcome")].text;
    int n = given ? fl_word_find(&fl_outcomes, given, strlen(given)) : -1;
    return adapter && n >= 0 ? fl_adapter_outcome(adapter, (enum fl_outcome)n) : NULL;
}

static void
choose_outcomes(const struct step_run *run, struct choices *ret)
{
    const struct fl_adapter *adapter = run_adapter(run);
    for (const struct fl_outcome_row *o = adapter ? adapter->outcomes : NULL; o && o->zh; o++)
        choices_add(ret, fl_word(&fl_outcomes, (int)o->outcome), o->zh);
}

static void
choose_reasons(const struct step_run *run, struct choices *ret)
{
    const struct fl_adapter *adapter = run_adapter(run);
    const struct fl_outcome_row *row = run_outcome(run);
    for (const struct fl_end_reason *r = row && adapter ? adapter->reasons : NULL; r && r->code;
         r++)
        if (r->outcomes & (1u << row->outcome))
            choices_add(ret, r->code, r->zh);
}

static void
choose_channels(const struct step_run *run, struct choices *ret)
{
    (void)run;
    for (int i = 0; i < fl_channels.count; i++)
        if (i != FL_CHANNEL_TRIAGE)
            choices_add(ret, fl_word(&fl_channels, i), fl_word_zh(&fl_channels, i));
}

/* Those of the channel that was named, else of the desk (a conversion). */
static void
choose_procedures(const struct step_run *run, struct choices *ret)
{
    const char *named = run->values[field_index(run, "channel")].text;
    const char *channel = named ? named : run->desk;
    int n = channel ? fl_word_find(&fl_channels, channel, strlen(channel)) : -1;
    for (int i = 0; n >= 0 && i < fl_procedures.count; i++)
        if (fl_channel_procedure((enum fl_channel)n, (enum fl_procedure)i))
            choices_add(ret, fl_word(&fl_procedures, i), fl_word_zh(&fl_procedures, i));
}

static void
choose_codes(const struct step_run *run, struct choices *ret)
{
    (void)run;
    for (int i = 0; i < fl_overrule_reasons.count; i++)
        choices_add(ret, fl_word(&fl_overrule_reasons, i), fl_word_zh(&fl_overrule_reasons, i));
}

static void
choose_kinds(const struct step_run *run, struct choices *ret)
{
    (void)run;
    choices_add(ret, "contact", "联系当事人");
    choices_add(ret, "appointment", "约定时间");
    choices_add(ret, "cancelled", "取消约定");
    choices_add(ret, "other", "其他");
}

static void
choose_sides(const struct step_run *run, struct choices *ret)
{
    (void)run;
    choices_add(ret, "claimant", "申请人");
    choices_add(ret, "respondent", "被申请人");
}

static bool
needs_outcome(const struct step_run *run)
{
    return run_adapter(run) != NULL;
}

static bool
needs_reason(const struct step_run *run)
{
    return run_outcome(run) && run_outcome(run)->needs_reason;
}

static bool
needs_procedure(const struct step_run *run)
{
    return run_outcome(run) && run_outcome(run)->needs_procedure;
}

static bool
needs_channel(const struct step_run *run)
{
    return needs_procedure(run) && run_outcome(run)->follow == FL_FOLLOW_CLERK;
}

static bool
needs_moment(const struct step_run *run)
{
    const char *kind = run->values[field_index(run, "kind")].text;
    return kind && (strcmp(kind, "appointment") == 0 || strcmp(kind, "cancelled") == 0);
}

/* How a field is asked for: a row each. */
static const struct asker {
    bool (*needed)(const struct step_run *run);                       /* NULL: always */
    void (*choices)(const struct step_run *run, struct choices *ret); /* NULL: in words */
    bool in_pipes; /* it is missing in a pipe, too; else the call goes without */
    const char *zh, *en;
} askers[ASK__COUNT] = {
    [ASK_TEXT] = {NULL,            NULL,              false, NULL,                                  NULL                  }, /* by the help of the field */
    [ASK_NUMBER] = {NULL,            NULL,              false, NULL,                                  NULL                  },
    [ASK_YES] = {NULL,            NULL,              false, NULL,                                  NULL                  },
    [ASK_OUTCOME] = {needs_outcome,   choose_outcomes,   true,  "结果如何？",                     "How did it end?"     },
    [ASK_CHANNEL] = {needs_channel,   choose_channels,   true,  "送往哪里？",                     "Where does it go?"   },
    [ASK_PROCEDURE] = {needs_procedure, choose_procedures, true,  "什么程序？",                     "Which procedure?"    },
    [ASK_CODE] = {needs_channel,   choose_codes,      false, "理由属于哪一类？",            "What kind of reason?"},
    [ASK_REASON] = {needs_reason,    choose_reasons,    true,  "为什么？",                        "Why?"                },
    [ASK_KIND] = {NULL,            choose_kinds,      false, "记录什么？",                     "What is it?"         },
    [ASK_MOMENT] = {needs_moment,    NULL,              true,  "何时（如 2021-03-05 09:30）？",
                  "When (as 2021-03-05 09:30)?"                                                                           },
    [ASK_SIDE] = {NULL,            choose_sides,      false, "哪一方提出？",                  "Which side objects?" },
};

/* --- asking --- */

static bool
ask_words(struct step_run *run, int field, const char *question)
{
    char *line = run->asked[field];
    do {
        if (!read_answer(question, line, sizeof run->asked[field]))
            return false;
    } while (!*line &&
             (run->row->fields[field].required || run->row->fields[field].ask != ASK_TEXT));
    if (*line)
        run->values[field].text = line;
    return true;
}

static bool
ask_number(struct step_run *run, int field, const char *question)
{
    char *line = run->asked[field], *end = line;
    long long n = 0;
    while (end == line || *end || n < 1) {
        if (!read_answer(question, line, sizeof run->asked[field]))
            return false;
        n = strtoll(line, &end, 10);
    }
    run->values[field].number = n;
    return true;
}

/* Only a yes is one: what is missing is then said as in a pipe. */
static bool
ask_yes(struct step_run *run, int field, const char *question)
{
    char *line = run->asked[field], whole[256];
    snprintf(whole, sizeof whole, say("%s？（是/否）", "%s? (yes/no)"), question);
    if (!read_answer(whole, line, sizeof run->asked[field]))
        return false;
    run->values[field].flag = *line == 'y' || *line == 'Y' || strncmp(line, "是", 3) == 0;
    return true;
}

static bool
ask_field(struct step_run *run, int field, const struct asker *asker)
{
    const struct field *f = &run->row->fields[field];
    const char *question = asker->zh ? say(asker->zh, asker->en) : say(f->zh, f->en);
    struct choices choices = {.n = 0};
    char prompt[256];
    if (asker->choices)
        asker->choices(run, &choices);
    if (choices.n == 1) { /* nothing to choose */
        run->values[field].text = choices.words[0];
        return true;
    }
    if (choices.n)
        return choose(run, field, question, &choices);
    if (f->ask == ASK_YES)
        return ask_yes(run, field, question);
    snprintf(prompt, sizeof prompt, say("%s：", "%s:"), question);
    return f->ask == ASK_NUMBER ? ask_number(run, field, prompt)
                                : ask_words(run, field, asker->zh ? question : prompt);
}

/* In a pipe: the option, and what it may be. */
static int
say_missing(const struct step_run *run, int field, const struct asker *asker, struct fl_error *err)
{
    struct choices choices = {.n = 0};
    struct buf words = {0};
    if (asker->choices)
        asker->choices(run, &choices);
    for (int i = 0; i < choices.n; i++)
        buf_print(&words, "%s%s", i ? say("、", ", ") : say("：", ": "), choices.words[i]);
    fl_fail(err, FL_E_USAGE, say("需要 --%s%s", "--%s is needed%s"), run->row->fields[field].option,
            words.data ? words.data : "");
    buf_done(&words);
    return err->code;
}

int
step_ask(struct step_run *run, struct fl_error *err)
{
    bool asks = on_terminal();
    for (int i = 0; run->row->fields[i].option; i++) {
        const struct field *f = &run->row->fields[i];
        const struct asker *asker = &askers[f->ask];
        struct choices choices = {.n = 0};
        if (f->ask == ASK_NOT || step_is_given(run, i) || (asker->needed && !asker->needed(run)))
            continue;
        if (asker->choices)
            asker->choices(run, &choices);
        if (asks || choices.n == 1) {
            if (!ask_field(run, i, asker))
                return fl_fail(err, FL_E_USAGE, "%s", say("没有回答", "no answer"));
        } else if (asker->in_pipes) {
            return say_missing(run, i, asker, err);
        }
    }
    return 0;
}

/* --- which referral --- */

int
step_pick(const cJSON *referrals, char ret[32], struct fl_error *err)
{
    int n = 0;
    char line[64], *end;
    struct buf out = {0};
    const cJSON *row;
    cJSON_ArrayForEach(row, referrals)
    {
        buf_print(&out, "  %2d  ", ++n);
        show_referral_line(&out, row);
    }
    if (n == 0) {
        buf_done(&out);
        return fl_fail(err, FL_E_NOT_FOUND, "%s",
                       say("手头没有这样的案件", "no such case is in hand"));
    }
    fputs(out.data, stderr);
    buf_done(&out);
    for (;;) {
        if (!read_answer(say("哪一件？编号：", "which one? number:"), line, sizeof line))
            return fl_fail(err, FL_E_USAGE, "%s", say("没有回答", "no answer"));
        long number = strtol(line, &end, 10);
        if (end == line || *end || number < 1 || number > n)
            continue;
        const char *id =
            json_str(json_get(cJSON_GetArrayItem(referrals, (int)number - 1), "referral_id"));
        snprintf(ret, 32, "%s", id ? id : "");
        return 0;
    }
}

bool
step_asks(void)
{
    return on_terminal();
}
