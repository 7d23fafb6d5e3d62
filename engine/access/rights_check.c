/* The table of rights against the tables of methods. */
#include <string.h>

#include "engine/access/rights.h"
#include "engine/serve/rpc.h"

static int
rows_of(const char *method, enum endpoint endpoint)
{
    int n = 0;
    for (const struct right *r = rights; r->method; r++)
        n += (r->where & endpoint_class(endpoint)) && strcmp(r->method, method) == 0;
    return n;
}

static int
check_methods(const struct method *methods, struct fl_error *err)
{
    for (const struct method *m = methods; m->name; m++)
        for (int i = 0; endpoint_at(i); i++) {
            enum endpoint at = endpoint_at(i);
            int wanted = (m->endpoints & at) != 0, rows = rows_of(m->name, at);
            if (rows != wanted)
                return fl_fail(err, FL_E_INTERNAL, "rights: %s at %s has %d rows, not %d", m->name,
                               endpoint_name(at), rows, wanted);
        }
    return 0;
}

int
rights_check(struct fl_error *err)
{
    if (check_methods(intake_methods, err) || check_methods(desk_methods, err))
        return err->code;
    for (const struct right *r = rights; r->method; r++)
        for (int i = 0; endpoint_at(i); i++)
            if ((r->where & endpoint_class(endpoint_at(i))) &&
                !rpc_method(r->method, endpoint_at(i)))
                return fl_fail(err, FL_E_INTERNAL, "rights: %s has no method %s",
                               endpoint_name(endpoint_at(i)), r->method);
    return 0;
}
