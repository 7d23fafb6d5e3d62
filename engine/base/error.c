/* The list of error codes as a table, and the one way to fill an error. */
#include "fenliu/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define X(id, rpc, type, title, zh) [FL_E_##id] = {rpc, type, title, zh},
const struct fl_code_info fl_codes[FL_CODE__COUNT] = {
    [FL_OK] = {0, "ok", "ok", "正常"},
      FL_CODES(X)
};
#undef X

int
fl_fail(struct fl_error *err, enum fl_code code, const char *format, ...)
{
    if (!err)
        return code;
    memset(err, 0, sizeof *err);
    err->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(err->detail, sizeof err->detail, format, args);
    va_end(args);
    return code;
}
