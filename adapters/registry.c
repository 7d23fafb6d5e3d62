/* The channels, in the order of the desks. A new channel is a file beside this one and a row here
 * (adapters/README.md). */
#include <stddef.h>
#include <string.h>

#include "adapters/list.h"

const struct fl_adapter *const fl_adapters[] = {
    &fl_adapter_triage,      &fl_adapter_court, &fl_adapter_mediation,
    &fl_adapter_arbitration, &fl_adapter_union, NULL,
};

/* What belongs to none of the four has no desk, but a clerk may send a dispute there. */
static const struct fl_procedure_row outside[] = {
    {FL_PROCEDURE_ADMINISTRATIVE,            false},
    {FL_PROCEDURE_CRIMINAL,                  false},
    {FL_PROCEDURE_SOCIAL_INSURANCE_AGENCY,   false},
    {FL_PROCEDURE_LABOUR_ADMINISTRATION,     false},
    {FL_PROCEDURE_COMMERCIAL_ARBITRATION,    false},
    {FL_PROCEDURE_ALREADY_DECIDED,           false},
    {FL_PROCEDURE_LAND_CONTRACT_ARBITRATION, false},
    {FL_PROCEDURE_OTHER_COURT,               false},
    {FL_PROCEDURE__COUNT,                    false},
};

const struct fl_adapter *
fl_adapter_of(enum fl_channel channel)
{
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        if ((*a)->channel == channel)
            return *a;
    return NULL;
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
    for (; row && row->procedure != FL_PROCEDURE__COUNT; row++)
        if (row->procedure == procedure)
            return row;
    return NULL;
}
