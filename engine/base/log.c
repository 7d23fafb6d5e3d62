/* One line a call, written with one write() so that lines of threads do not mix. */
#include "engine/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/day.h"

static atomic_int level_now = LOG_INFO;

void
log_level_set(enum log_level level)
{
    atomic_store(&level_now, (int)level);
}

void
log_line(enum log_level level, const char *module, const char *format, ...)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    if ((int)level > atomic_load(&level_now))
        return;
    char line[2048], moment[32];
    int len = snprintf(line, sizeof line - 1, "at=%s level=%s module=%s ",
                       moment_print(moment_now(), moment), names[level], module);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(line + len, sizeof line - 1 - (size_t)len, format, args);
    va_end(args);
    size_t total = (size_t)len + (size_t)(more > 0 ? more : 0);
    if (total > sizeof line - 2)
        total = sizeof line - 2;
    for (size_t i = 0; i < total; i++) /* one line a call, whatever a value holds */
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    line[total++] = '\n';
    if (write(STDERR_FILENO, line, total) < 0)
        return; /* nowhere left to say it */
}
