/* The channels, in the order of the desks: a new one is a file beside this one and a row here. */
#ifndef ADAPTERS_LIST_H
#define ADAPTERS_LIST_H

#include "fenliu/adapter.h"

#define FL_ADAPTERS(X)                                                                             \
    X(triage)                                                                                      \
    X(court)                                                                                       \
    X(mediation)                                                                                   \
    X(arbitration)                                                                                 \
    X(union)

#define X(name) extern struct fl_adapter fl_adapter_##name;
FL_ADAPTERS(X)
#undef X

#endif
