/* One visit out of one row: where it went, when, and how it ended. */
#include <stdio.h>
#include <string.h>

#include "engine/import/brought_parts.h"

/* --- words --- */

/* The wire name or the Chinese term of a list; -1: neither. */
static int
word_in(const struct fl_vocab *vocab, const char *word)
{
    int n = fl_word_find(vocab, word, strlen(word));
    for (int i = 0; n < 0 && i < vocab->count; i++)
        if (strcmp(vocab->words[i].zh, word) == 0)
            n = i;
    return n;
}

static const char *
all_words(struct arena *arena, const struct fl_vocab *vocab)
{
    const char *names = "";
    for (int i = 0; i < vocab->count; i++)
        names = arena_print(arena, "%s%s%s", names, i ? ", " : "", vocab->words[i].name);
    return names;
}

/* -1 without a value, and with a fault. */
int
take_word(const struct reading *r, const struct import_row *row, enum import_member member,
          const struct fl_vocab *vocab)
{
    const char *word = row->values[member];
    int n = word ? word_in(vocab, word) : -1;
    if (word && n < 0)
        import_fault_add(r->faults, row, member,
                         "is no %s; say what it means in `words` of the mapping, or use one of %s",
                         vocab->what, all_words(r->arena, vocab));
    return n;
}

static bool
take_flag(const struct reading *r, const struct import_row *row, enum import_member member)
{
    static const char *const yes[] = {"true", "yes", "1", "是", "速裁"};
    static const char *const no[] = {"false", "no", "0", "否", "非速裁"};
    const char *word = row->values[member];
    for (size_t i = 0; word && i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(word, yes[i]) == 0)
            return true;
        if (strcmp(word, no[i]) == 0)
            return false;
    }
    if (word)
        import_fault_add(r->faults, row, member, "is neither yes (true, yes, 1, 是, 速裁) nor no");
    return false;
}

/* --- days --- */

int64_t
take_moment_ahead(const struct reading *r, const struct import_row *row, enum import_member member,
                  int hour)
{
    const char *text = row->values[member];
    int64_t ms;
    bool has_time;
    if (!text)
        return PG_NULL_NUMBER;
    if (!import_moment(r->mapping, text, &ms, &has_time)) {
        import_fault_add(r->faults, row, member,
                         r->mapping->dates ? "is no day that exists in the form %s"
                                           : "is no day that exists: 2021-03-05, 2021/3/5, "
                                             "2021年3月5日%s",
                         r->mapping->dates ? r->mapping->dates : "");
        return PG_NULL_NUMBER;
    }
    return has_time ? ms : ms + hour * HOUR_MS;
}

int64_t
take_moment(const struct reading *r, const struct import_row *row, enum import_member member,
            int hour)
{
    int64_t ms = take_moment_ahead(r, row, member, hour);
    if (ms != PG_NULL_NUMBER && moment_day(ms) > moment_day(r->now)) {
        import_fault_add(r->faults, row, member, "lies in the future");
        return PG_NULL_NUMBER;
    }
    return ms < r->now ? ms : r->now;
}

/* --- one visit --- */

static const char *
channel_procedures(struct arena *arena, enum fl_channel channel)
{
    const char *names = "";
    for (int i = 0; i < fl_procedures.count; i++)
        if (fl_channel_procedure(channel, (enum fl_procedure)i))
            names =
                arena_print(arena, "%s%s%s", names, *names ? ", " : "", fl_word(&fl_procedures, i));
    return names;
}

/* -1: it has several, or none. */
static int
only_procedure(enum fl_channel channel)
{
    int only = -1, n = 0;
    for (int i = 0; i < FL_PROCEDURE__COUNT; i++)
        if (fl_channel_procedure(channel, (enum fl_procedure)i)) {
            only = i;
            n++;
        }
    return n == 1 ? only : -1;
}

/* The channel of a procedure, which belongs to one alone; the only procedure of a channel. */
static bool
take_route(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    int before = r->faults->n;
    int channel = take_word(r, row, IMPORT_CHANNEL, &fl_channels);
    int procedure = take_word(r, row, IMPORT_PROCEDURE, &fl_procedures);
    if (r->faults->n > before)
        return false;
    for (int i = 0; channel < 0 && procedure >= 0 && i < FL_CHANNEL__COUNT; i++)
        if (fl_channel_procedure((enum fl_channel)i, (enum fl_procedure)procedure))
            channel = i;
    if (procedure < 0 && channel >= 0)
        procedure = only_procedure((enum fl_channel)channel);
    if (channel < 0 || !fl_adapter_of((enum fl_channel)channel)) {
        import_fault_add(r->faults, row, IMPORT_CHANNEL,
                         "is needed: court, mediation, arbitration, union or triage; or a "
                         "procedure, which says the channel");
        return false;
    }
    if (procedure < 0 ||
        !fl_channel_procedure((enum fl_channel)channel, (enum fl_procedure)procedure)) {
        import_fault_add(r->faults, row, IMPORT_PROCEDURE,
                         row->values[IMPORT_PROCEDURE] ? "is no procedure of %s: %s"
                                                       : "is needed, one of %s: %s",
                         fl_word(&fl_channels, channel),
                         channel_procedures(r->arena, (enum fl_channel)channel));
        return false;
    }
    v->channel = (enum fl_channel)channel;
    v->procedure = (enum fl_procedure)procedure;
    v->fast_track = take_flag(r, row, IMPORT_FAST_TRACK);
    if (v->fast_track && !fl_channel_procedure(v->channel, v->procedure)->fast_track)
        import_fault_add(r->faults, row, IMPORT_FAST_TRACK,
                         "the fast track is not open to this procedure");
    return true;
}

/* The word of the contract, the term, or the wording of the channel. */
static const struct fl_outcome_row *
outcome_named(const struct fl_adapter *adapter, const char *word)
{
    int n = word_in(&fl_outcomes, word);
    const struct fl_outcome_row *row =
        n < 0 ? NULL : fl_adapter_outcome(adapter, (enum fl_outcome)n);
    for (const struct fl_outcome_row *o = adapter->outcomes; !row && o->zh; o++)
        if (strcmp(o->zh, word) == 0)
            row = o;
    return row;
}

static void
take_outcome(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    const struct fl_adapter *adapter = fl_adapter_of(v->channel);
    const char *word = row->values[IMPORT_OUTCOME], *reason = row->values[IMPORT_REASON];
    v->outcome = word ? outcome_named(adapter, word) : NULL;
    if (word && !v->outcome) {
        const char *names = "";
        for (const struct fl_outcome_row *o = adapter->outcomes; o->zh; o++)
            names = arena_print(r->arena, "%s%s%s", names, *names ? ", " : "",
                                fl_word(&fl_outcomes, (int)o->outcome));
        import_fault_add(r->faults, row, IMPORT_OUTCOME,
                         "is no outcome of %s; say what it means in `words` of the mapping, or use "
                         "one of %s",
                         fl_word(&fl_channels, (int)v->channel), names);
        return;
    }
    if (!word != !row->values[IMPORT_CONCLUDED_ON])
        import_fault_add(r->faults, row, word ? IMPORT_CONCLUDED_ON : IMPORT_OUTCOME,
                         word ? "is needed with an outcome" : "is needed with concluded_on");
    if (!reason || !v->outcome)
        return;
    const struct fl_end_reason *code = fl_adapter_reason(adapter, v->outcome->outcome, reason);
    for (const struct fl_end_reason *e = adapter->reasons; !code && e && e->code; e++)
        if ((e->outcomes & (1u << v->outcome->outcome)) && strcmp(e->zh, reason) == 0)
            code = e;
    if (!code)
        import_fault_add(r->faults, row, IMPORT_REASON, "is no reason of this outcome");
    v->reason = code ? code->code : NULL;
}

static void
take_holder(const struct reading *r, const struct import_row *row, enum import_member member,
            const char **ret)
{
    const char *code = row->values[member];
    if (code && (utf8_count(code, strlen(code)) > FL_MAX_MEDIATOR))
        import_fault_add(r->faults, row, member, "has at most %d characters", FL_MAX_MEDIATOR);
    *ret = arena_text(r->arena, code);
}

/* In this order, each not before the other; what is not said follows from what is. */
static void
take_days(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    v->entered_at = take_moment(r, row, IMPORT_ENTERED_ON, ENTERED_H);
    v->accepted_at = take_moment(r, row, IMPORT_ACCEPTED_ON, ACCEPTED_H);
    v->concluded_at = take_moment(r, row, IMPORT_CONCLUDED_ON, CONCLUDED_H);
    if (v->entered_at == PG_NULL_NUMBER && !row->values[IMPORT_ENTERED_ON])
        v->entered_at = v->accepted_at != PG_NULL_NUMBER
                            ? day_start(moment_day(v->accepted_at)) + ENTERED_H * HOUR_MS
                            : take_moment(r, row, IMPORT_FILED_ON, ENTERED_H);
    if (v->entered_at == PG_NULL_NUMBER && !row->values[IMPORT_ENTERED_ON] &&
        !row->values[IMPORT_FILED_ON])
        import_fault_add(r->faults, row, IMPORT_ENTERED_ON,
                         "is needed; else accepted_on or filed_on");
    if (v->entered_at == PG_NULL_NUMBER)
        return;
    if (v->accepted_at == PG_NULL_NUMBER && v->concluded_at != PG_NULL_NUMBER)
        v->accepted_at = v->entered_at;
    /* of one day: the hours are ours */
    if (v->accepted_at != PG_NULL_NUMBER && v->accepted_at < v->entered_at &&
        moment_day(v->accepted_at) == moment_day(v->entered_at))
        v->accepted_at = v->entered_at;
    if (v->concluded_at != PG_NULL_NUMBER && v->concluded_at < v->accepted_at &&
        moment_day(v->concluded_at) == moment_day(v->accepted_at))
        v->concluded_at = v->accepted_at;
    if (v->accepted_at != PG_NULL_NUMBER && v->accepted_at < v->entered_at)
        import_fault_add(r->faults, row, IMPORT_ACCEPTED_ON, "lies before entered_on");
    else if (v->concluded_at != PG_NULL_NUMBER && v->concluded_at < v->accepted_at)
        import_fault_add(r->faults, row, IMPORT_CONCLUDED_ON, "lies before accepted_on");
}

void
take_visit(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    *v = (struct brought_visit){.line = row->line,
                                .due_on = FL_NO_DAY,
                                .perform_by = FL_NO_DAY,
                                .performed_at = PG_NULL_NUMBER};
    if (take_route(r, row, v))
        take_outcome(r, row, v);
    take_days(r, row, v);
    take_performance(r, row, v);
    take_holder(r, row, IMPORT_MEDIATOR, &v->mediator);
    take_holder(r, row, IMPORT_BODY, &v->body);
    const char *docket = row->values[IMPORT_DOCKET];
    if (docket && r->b->court && !import_docket(r->policy, r->b->court, docket, r->arena, v)) {
        char form[256] = "";
        policy_docket_number(r->policy, r->b->court, 2021, "民初", 12, form, sizeof form);
        import_fault_add(r->faults, row, IMPORT_DOCKET,
                         *form ? "is no docket number of this court, such as %s; a number of "
                                 "another system belongs to `ref`"
                               : "the policy knows no docket numbers of this court%s",
                         form);
    }
    if (v->accepted_at != PG_NULL_NUMBER && v->concluded_at == PG_NULL_NUMBER && !v->mediator)
        v->mediator = IMPORT_HOLDER;
}

void
check_visits(const struct reading *r, const struct import_row *rows)
{
    for (int i = 1; i < r->b->n_visits; i++) {
        const struct brought_visit *before = &r->b->visits[i - 1], *v = &r->b->visits[i];
        if (before->concluded_at == PG_NULL_NUMBER)
            import_fault_add(r->faults, &rows[i - 1], IMPORT_CONCLUDED_ON,
                             "is needed: the dispute went on (line %ld)", v->line);
        else if (v->entered_at != PG_NULL_NUMBER &&
                 moment_day(v->entered_at) < moment_day(before->concluded_at))
            import_fault_add(r->faults, &rows[i], IMPORT_ENTERED_ON,
                             "lies before the end of the visit before it (line %ld)", before->line);
    }
}
