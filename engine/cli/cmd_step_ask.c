/* fenliu report on a terminal asks for the outcome and the reason, out of the tables of the
 * channel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cli/cmd_step.h"
#include "engine/base/lang.h"
#include "fenliu/adapter.h"

enum { MOST_CHOICES = 32 };

static int
field_index(const struct step_run *run, const char *member)
{
    int i = 0;

    while (run->row->fields[i].option && strcmp(run->row->fields[i].member, member) != 0)
        i++;
    return i;
}

/* One line from the terminal into the field; false at the end of input. */
static bool
answer(struct step_run *run, int field, const char *prompt)
{
    char *line = run->asked[field];

    fprintf(stderr, "%s ", prompt);
    fflush(stderr);
    if (!fgets(line, sizeof run->asked[field], stdin))
        return false;
    line[strcspn(line, "\r\n")] = 0;
    if (*line)
        run->values[field].text = line;
    return true;
}

/* A numbered list; the number or the word itself is taken. */
static bool
choose(struct step_run *run, int field, const char *title, const char *const *words,
       const char *const *terms, int n)
{
    char *end;
    long number;

    fprintf(stderr, "%s\n", title);
    for (int i = 0; i < n; i++)
        fprintf(stderr, "  %2d  %s%s%s\n", i + 1, words[i], lang_is_chinese() ? "  " : "",
                lang_is_chinese() ? terms[i] : "");
    if (!answer(run, field, ">") || !run->values[field].text)
        return false;
    number = strtol(run->values[field].text, &end, 10);
    if (!*end && number >= 1 && number <= n)
        run->values[field].text = words[number - 1];
    return true;
}

static bool
ask_reason(struct step_run *run, const struct fl_adapter *adapter, enum fl_outcome outcome)
{
    const char *words[MOST_CHOICES], *terms[MOST_CHOICES];
    int field = field_index(run, "reason"), n = 0;

    for (const struct fl_end_reason *r = adapter->reasons; r && r->code && n < MOST_CHOICES; r++)
        if (r->outcomes & (1u << outcome)) {
            words[n] = r->code;
            terms[n++] = r->zh;
        }
    if (n)
        return choose(run, field, say("为什么？", "why?"), words, terms, n);
    return answer(run, field, say("为什么？", "why?")) && run->values[field].text;
}

bool
step_ask(struct step_run *run)
{
    int channel = fl_word_find(&fl_channels, run->desk, strlen(run->desk)),
        field = field_index(run, "outcome");
    const struct fl_adapter *adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    const char *words[MOST_CHOICES], *terms[MOST_CHOICES], *given;
    const struct fl_outcome_row *row = NULL;
    int n = 0;

    if (!adapter)
        return true; /* the call says what is wrong */
    for (const struct fl_outcome_row *o = adapter->outcomes; o->zh && n < MOST_CHOICES; o++) {
        words[n] = fl_word(&fl_outcomes, (int)o->outcome);
        terms[n++] = o->zh;
    }
    if (n == 1 && !run->values[field].text)
        run->values[field].text = words[0];
    if (!run->values[field].text &&
        !choose(run, field, say("结果如何？", "how did it end?"), words, terms, n))
        return false;
    given = run->values[field].text;
    for (const struct fl_outcome_row *o = adapter->outcomes; o->zh; o++)
        if (strcmp(fl_word(&fl_outcomes, (int)o->outcome), given) == 0)
            row = o;
    if (!row)
        return true;
    if (row->needs_procedure && row->follow == FL_FOLLOW_CLERK &&
        !run->values[field_index(run, "channel")].text &&
        !answer(run, field_index(run, "channel"),
                say("送往哪里（court、mediation、arbitration、union、outside）？",
                    "where to (court, mediation, arbitration, union, outside)?")))
        return false;
    if (row->needs_procedure && !run->values[field_index(run, "procedure")].text &&
        !answer(run, field_index(run, "procedure"), say("什么程序？", "which procedure?")))
        return false;
    if (row->needs_reason && !run->values[field_index(run, "reason")].text)
        return ask_reason(run, adapter, row->outcome);
    return true;
}
