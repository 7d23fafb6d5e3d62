/* The channels that adapters/registry.c lists, one a file. */
#ifndef ADAPTERS_LIST_H
#define ADAPTERS_LIST_H

#include "fenliu/adapter.h"

extern const struct fl_adapter fl_adapter_triage, fl_adapter_court, fl_adapter_mediation,
    fl_adapter_arbitration, fl_adapter_union;

/* How a mediation ends without an agreement, shared by all who mediate; ends with code NULL. */
extern const struct fl_end_reason fl_mediation_reasons[];

#endif
