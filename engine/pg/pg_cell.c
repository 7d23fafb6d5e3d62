/* Parameters of statements and cells of results. */
#include "engine/pg/pg.h"

#include <stdlib.h>
#include <string.h>

#include "fenliu/case.h"

struct pg_param
pg_text(const char *text)
{
    return (struct pg_param){.type = PG_TEXT, .text = text};
}

struct pg_param
pg_int(int64_t n)
{
    return (struct pg_param){.type = PG_INT, .number = n};
}

struct pg_param
pg_null_int(void)
{
    return (struct pg_param){.type = PG_INT, .number = PG_NULL_NUMBER};
}

struct pg_param
pg_bool(bool b)
{
    return (struct pg_param){.type = PG_TEXT, .text = b ? "t" : "f"};
}

struct pg_param
pg_moment(int64_t ms)
{
    return (struct pg_param){.type = PG_MOMENT, .number = ms};
}

struct pg_param
pg_day(int32_t day)
{
    return (struct pg_param){.type = PG_DAY, .number = day == FL_NO_DAY ? PG_NULL_NUMBER : day};
}

struct pg_param
pg_bytes(const void *bytes, size_t len)
{
    return (struct pg_param){.type = PG_BYTES, .bytes = bytes, .len = len};
}

const char *
pg_get(const PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

int64_t
pg_get_int(const PGresult *result, int row, int column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

bool
pg_get_bool(const PGresult *result, int row, int column)
{
    return *PQgetvalue(result, row, column) == 't';
}

static int
nibble(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

char *
pg_get_bytes(const PGresult *result, int row, int column, size_t *ret_len)
{
    const char *hex = pg_get(result, row, column);
    if (!hex)
        return NULL;
    hex += 2; /* \x: set_session.sql asks for hex */
    size_t len = strlen(hex) / 2;
    char *bytes = malloc(len + 1);
    if (!bytes)
        abort();
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    bytes[len] = 0;
    *ret_len = len;
    return bytes;
}
