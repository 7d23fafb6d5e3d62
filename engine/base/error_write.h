/* An error as the wire and the filters show it: {"code", "message", "data": {RFC 9457 members}}. */
#ifndef ENGINE_ERROR_WRITE_H
#define ENGINE_ERROR_WRITE_H

#include "engine/base/buf.h"
#include "fenliu/error.h"

/* The value of "error". message is the title of the code; data has type, title, detail, and errors,
 * errors_more and retry_after_ms where they apply. */
void error_write(const struct fl_error *err, struct buf *buf);
/* The same with the member instance: a reference to this very occurrence, as the log has it. */
void error_write_instance(const struct fl_error *err, const char *instance, struct buf *buf);

#endif
