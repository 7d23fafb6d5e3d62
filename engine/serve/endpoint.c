/* The endpoints that answer, by the registry of channels. */
#include "engine/serve/endpoint.h"

#include <string.h>

static enum endpoint
desk_of(const struct fl_adapter *adapter)
{
    return (enum endpoint)(1u << (1 + (int)adapter->channel));
}

enum endpoint
endpoint_at(int i)
{
    if (i == 0)
        return AT_INTAKE;
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        if (--i == 0)
            return desk_of(*a);
    return (enum endpoint)0;
}

const struct fl_adapter *
endpoint_adapter(enum endpoint endpoint)
{
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        if (desk_of(*a) == endpoint)
            return *a;
    return NULL;
}

enum endpoint
endpoint_class(enum endpoint endpoint)
{
    const struct fl_adapter *adapter = endpoint_adapter(endpoint);
    return !adapter ? endpoint : adapter->clerks_only ? AT_TRIAGE : AT_COURT;
}

const char *
endpoint_name(enum endpoint endpoint)
{
    const struct fl_adapter *adapter = endpoint_adapter(endpoint);
    return adapter ? adapter->name : endpoint == AT_INTAKE ? "intake" : "?";
}

unsigned
endpoint_bit(const char *name)
{
    for (int i = 0; endpoint_at(i); i++)
        if (strcmp(endpoint_name(endpoint_at(i)), name) == 0)
            return endpoint_at(i);
    return 0;
}

const char *
endpoint_url(const struct config *config, enum endpoint endpoint)
{
    const struct fl_adapter *adapter = endpoint_adapter(endpoint);
    return adapter ? config->desk[adapter->channel] : config->intake;
}

const char *
endpoint_key(enum endpoint endpoint)
{
    const struct fl_adapter *adapter = endpoint_adapter(endpoint);
    return adapter ? config_desk_key(adapter) : "intake";
}
