/* The channels that adapters/list.h names: their look-ups, and the numbers of their words. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/list.h"
#include "engine/base/words.h"

#define ROW(name) &fl_adapter_##name,
const struct fl_adapter *const fl_adapters[] = {FL_ADAPTERS(ROW) NULL};
static struct fl_adapter *const own[] = {FL_ADAPTERS(ROW) NULL};
#undef ROW

/* What belongs to none of the four has no desk, but a clerk may send a dispute there. */
static struct fl_procedure_row outside[] = {
    {.name = "administrative"},
    {.name = "criminal"},
    {.name = "social_insurance_agency"},
    {.name = "labour_administration"},
    {.name = "commercial_arbitration"},
    {.name = "already_decided"},
    {.name = "land_contract_arbitration"},
    {.name = "other_court"},
    {.name = NULL},
};

/* A mistake in a table of this folder: the program cannot run with it. */
static void
refuse(const struct fl_adapter *adapter, const char *word, const char *detail)
{
    fprintf(stderr, "adapters: %s: %s %s\n", adapter->name, word, detail);
    abort();
}

static int
number(const struct fl_adapter *adapter, struct fl_vocab *vocab, const char *word, const char *zh)
{
    int n = words_add(vocab, word, zh);
    if (n < 0)
        refuse(adapter, word, "has no Chinese term, or there is no room for another word");
    return n;
}

static unsigned
outcome_bits(const struct fl_adapter *adapter, const char *with)
{
    unsigned bits = 0;
    for (size_t len = 0; *with; with += len + (with[len] == ' ')) {
        len = strcspn(with, " ");
        int outcome = fl_word_find(&fl_outcomes, with, len);
        if (outcome < 0)
            refuse(adapter, with, "is no outcome of any channel");
        bits |= 1u << outcome;
    }
    return bits;
}

static void
number_procedures(const struct fl_adapter *adapter, struct fl_procedure_row *row)
{
    for (; row->name; row++)
        row->procedure = (enum fl_procedure)number(adapter, &fl_procedures, row->name, row->zh);
}

void
words_of_channels(void)
{
    static const struct fl_adapter none = {.name = "outside"};
    number_procedures(&none, outside);
    for (struct fl_adapter *const *a = own; *a; a++) {
        (*a)->channel = (enum fl_channel)number(*a, &fl_channels, (*a)->name, (*a)->zh);
        number_procedures(*a, (*a)->procedures);
        for (struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++)
            row->outcome = (enum fl_outcome)number(*a, &fl_outcomes, row->name, row->zh);
        for (struct fl_end_reason *r = (*a)->reasons; r && r->code; r++)
            r->outcomes = outcome_bits(*a, r->with);
    }
}

const struct fl_adapter *
fl_adapter_of(enum fl_channel channel)
{
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        if ((*a)->channel == channel)
            return *a;
    return NULL;
}

bool
fl_channel_of_clerks(enum fl_channel channel)
{
    const struct fl_adapter *adapter = fl_adapter_of(channel);
    return adapter && adapter->clerks_only;
}

const struct fl_outcome_row *
fl_adapter_outcome(const struct fl_adapter *adapter, enum fl_outcome outcome)
{
    for (const struct fl_outcome_row *row = adapter->outcomes; row->zh; row++)
        if (row->outcome == outcome)
            return row;
    return NULL;
}

const struct fl_end_reason *
fl_adapter_reason(const struct fl_adapter *adapter, enum fl_outcome outcome, const char *code)
{
    for (const struct fl_end_reason *r = adapter->reasons; r && r->code; r++)
        if (r->outcomes & (1u << outcome) && strcmp(r->code, code) == 0)
            return r;
    return NULL;
}

bool
fl_adapter_has_reasons(const struct fl_adapter *adapter, enum fl_outcome outcome)
{
    for (const struct fl_end_reason *r = adapter->reasons; r && r->code; r++)
        if (r->outcomes & (1u << outcome))
            return true;
    return false;
}

const struct fl_procedure_row *
fl_channel_procedure(enum fl_channel channel, enum fl_procedure procedure)
{
    const struct fl_adapter *adapter = fl_adapter_of(channel);
    const struct fl_procedure_row *row = adapter                         ? adapter->procedures
                                         : channel == FL_CHANNEL_OUTSIDE ? outside
                                                                         : NULL;
    for (; row && row->name; row++)
        if (row->procedure == procedure)
            return row;
    return NULL;
}
