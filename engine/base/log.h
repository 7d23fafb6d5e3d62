/* Log lines: key=value on stderr, one line a call, never personal data.
 *
 * log_line(LOG_INFO, "intake", "case=%lld step=stored", id). Thread safe. */
#ifndef ENGINE_LOG_H
#define ENGINE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_level_set(enum log_level level);
void log_line(enum log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
