/* An error on the wire: each occurrence has a number, and what went wrong inside stays inside. */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "engine/base/error_write.h"
#include "engine/base/log.h"
#include "engine/serve/rpc.h"

/* The codes that no caller can act upon: they are our own trouble. */
static bool
is_internal(enum fl_code code)
{
    int rpc = fl_codes[code].rpc;
    return code == FL_E_INTERNAL || (rpc <= -32090 && rpc >= -32099);
}

/* What PostgreSQL and its client library say of a lost connection names hosts, sockets and users: it
 * is for the log, too. */
void
rpc_error_write(const struct fl_error *err, struct buf *buf)
{
    static atomic_uint_fast64_t occurrences;
    char instance[64];
    snprintf(instance, sizeof instance, "/errors/%" PRIx64 "-%" PRIuFAST64, (uint64_t)time(NULL),
             atomic_fetch_add(&occurrences, 1) + 1);
    if (!is_internal(err->code) && err->code != FL_E_UNAVAILABLE) {
        error_write_instance(err, instance, buf);
        return;
    }
    log_line(err->code == FL_E_UNAVAILABLE ? LOG_WARN : LOG_ERROR, "rpc",
             "instance=%s type=%s sqlstate=%s detail=\"%s\"", instance, fl_codes[err->code].type,
             err->sqlstate, err->detail);
    struct fl_error shown = {0};
    if (err->code == FL_E_UNAVAILABLE)
        fl_fail(&shown, FL_E_UNAVAILABLE, "the database is away");
    else
        fl_fail(&shown, FL_E_INTERNAL, "the server's log has the cause under this instance");
    shown.retry_after_ms = err->retry_after_ms;
    error_write_instance(&shown, instance, buf);
}
