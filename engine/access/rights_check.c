/* The table of rights against the tables of methods. */
#include <string.h>

#include "engine/access/rights.h"
#include "engine/serve/rpc.h"

static int
rows_of(const char *method, enum endpoint endpoint)
{
    int n = 0;
    for (const struct right *r = rights; r->method; r++)
        n += (r->where & endpoint) && strcmp(r->method, method) == 0;
    return n;
}

static int
check_methods(const struct method *methods, struct fl_error *err)
{
    for (const struct method *m = methods; m->name; m++)
        for (unsigned at = AT_INTAKE; at <= AT_UNION; at <<= 1) {
            int wanted = (m->endpoints & (enum endpoint)at) != 0;
            if (rows_of(m->name, (enum endpoint)at) != wanted)
                return fl_fail(err, FL_E_INTERNAL, "rights: %s at %s has %d rows, not %d", m->name,
                               endpoint_name((enum endpoint)at),
                               rows_of(m->name, (enum endpoint)at), wanted);
        }
    return 0;
}

int
rights_check(struct fl_error *err)
{
    if (check_methods(intake_methods, err) || check_methods(desk_methods, err))
        return err->code;
    for (const struct right *r = rights; r->method; r++)
        for (unsigned at = AT_INTAKE; at <= AT_UNION; at <<= 1)
            if ((r->where & (enum endpoint)at) && !rpc_method(r->method, (enum endpoint)at))
                return fl_fail(err, FL_E_INTERNAL, "rights: %s has no method %s",
                               endpoint_name((enum endpoint)at), r->method);
    return 0;
}
