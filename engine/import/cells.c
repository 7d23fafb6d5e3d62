/* Cells as older systems write them: days, money, docket numbers. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/import/brought.h"

enum { EXCEL_EPOCH = -25569 /* 1899-12-30 in days of 1970 */, EXCEL_LAST = 200000 };

/* One or two digits (or as many as `most`); the number of bytes taken, 0 for none. */
static int
digits(const char *text, int most, int *ret)
{
    int n = 0, value = 0;
    while (n < most && isdigit((unsigned char)text[n]))
        value = value * 10 + (text[n++] - '0');
    *ret = value;
    return n;
}

static bool
is_day(int year, int month, int day, fl_day *ret)
{
    char text[32];
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return day_parse(text, strlen(text), ret);
}

/* Every form that begins with the year: 2021-3-5, 2021/03/05, 2021.3.5, 2021年3月5日, 20210305. Returns what stands
 * behind the day; NULL: no day. */
static const char *
year_first(const char *text, fl_day *ret)
{
    static const char *const between[][3] = {
        {"-",   "-",   ""   },
        {"/",   "/",   ""   },
        {".",   ".",   ""   },
        {"年", "月", "日"}
    };
    int year, month, day;
    if (digits(text, 8, &day) == 8)
        return is_day(day / 10000, day / 100 % 100, day % 100, ret) ? text + 8 : NULL;
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        const char *at = text;
        int n = digits(at, 4, &year);
        const char *const *sep = between[i];
        if (n != 4 || strncmp(at += n, sep[0], strlen(sep[0])) != 0 ||
            !(n = digits(at += strlen(sep[0]), 2, &month)) ||
            strncmp(at += n, sep[1], strlen(sep[1])) != 0 ||
            !(n = digits(at += strlen(sep[1]), 2, &day)))
            continue;
        at += n;
        if (strncmp(at, sep[2], strlen(sep[2])) == 0)
            at += strlen(sep[2]);
        return is_day(year, month, day, ret) ? at : NULL;
    }
    return NULL;
}

/* A form given: DD/MM/YYYY. */
static const char *
by_form(const char *form, const char *text, fl_day *ret)
{
    int year = 0, month = 0, day = 0, n;
    while (*form) {
        if (strncmp(form, "YYYY", 4) == 0) {
            n = digits(text, 4, &year);
            form += 4;
        } else if (strncmp(form, "MM", 2) == 0) {
            n = digits(text, 2, &month);
            form += 2;
        } else if (strncmp(form, "DD", 2) == 0) {
            n = digits(text, 2, &day);
            form += 2;
        } else {
            n = *text == *form;
            form++;
        }
        if (!n)
            return NULL;
        text += n;
    }
    return is_day(year, month, day, ret) ? text : NULL;
}

/* " 09:12", "T09:12:30"; the milliseconds of the day, -1 for what is no time. */
static int64_t
time_of_day(const char *text)
{
    int hour, minute, second = 0, n;
    if (*text != ' ' && *text != 'T')
        return -1;
    text += strspn(text, " T");
    if (!(n = digits(text, 2, &hour)) || text[n] != ':')
        return -1;
    text += n + 1;
    if (digits(text, 2, &minute) != 2)
        return -1;
    text += 2;
    if (*text == ':' && digits(text + 1, 2, &second) == 2)
        text += 3;
    return *text || hour > 23 || minute > 59 || second > 59
               ? -1
               : ((int64_t)hour * 3600 + minute * 60 + second) * 1000;
}

bool
import_moment(const struct mapping *mapping, const char *text, int64_t *ret_ms, bool *ret_has_time)
{
    fl_day day;
    const char *rest;
    if (moment_parse(text, strlen(text), ret_ms)) {
        *ret_has_time = true;
        return true;
    }
    if (mapping->dates && strcmp(mapping->dates, "excel") == 0) {
        char *end;
        long serial = strtol(text, &end, 10);
        if (end == text || *end || serial < 1 || serial > EXCEL_LAST)
            return false;
        day = (fl_day)serial + EXCEL_EPOCH;
        rest = "";
    } else {
        rest = mapping->dates ? by_form(mapping->dates, text, &day) : year_first(text, &day);
    }
    if (!rest)
        return false;
    int64_t ms = *rest ? time_of_day(rest) : 0;
    *ret_has_time = *rest != 0;
    *ret_ms = day_start(day) + ms;
    return ms >= 0;
}

bool
import_yuan(const char *text, int64_t *ret_fen)
{
    int64_t fen = 0;
    int after = -1, n = 0;
    for (; *text; text++) {
        if (*text == ',' && after < 0)
            continue;
        if (*text == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (!isdigit((unsigned char)*text) || after == 2 || ++n > 16)
            return false;
        fen = fen * 10 + (*text - '0');
        after += after >= 0;
    }
    for (int i = after < 0 ? 0 : after; i < 2; i++)
        fen *= 10;
    *ret_fen = fen;
    return n > 0 && fen <= FL_MAX_AMOUNT_FEN;
}

/* Full-width brackets, no blanks. */
static char *
settled(const char *text, struct arena *arena)
{
    struct buf buf = {0};
    for (; *text; text++) {
        if (*text == '(')
            buf_text(&buf, "（");
        else if (*text == ')')
            buf_text(&buf, "）");
        else if (*text != ' ')
            buf_char(&buf, *text);
    }
    char *copy = arena_copy(arena, buf.len ? buf.data : "", buf.len);
    buf_done(&buf);
    return copy;
}

bool
import_docket(const struct policy *policy, const char *court, const char *text, struct arena *arena,
              struct brought_visit *ret)
{
    static const char mark[] = "@1";
    char form[256];
    int year;
    const char *docket = settled(text, arena), *bracket = strstr(docket, "（");
    if (!bracket || digits(bracket + strlen("（"), 4, &year) != 4 ||
        !policy_docket_number(policy, court, year, "@", 1, form, sizeof form))
        return false;
    char *gap = strstr(form, mark);
    if (!gap)
        return false;
    size_t before = (size_t)(gap - form), len = strlen(docket), after = strlen(gap) - 2;
    if (len < before + after || memcmp(docket, form, before) != 0 ||
        strcmp(docket + len - after, gap + 2) != 0)
        return false;
    const char *middle = docket + before;
    size_t n = len - before - after, word = n;
    while (word && isdigit((unsigned char)middle[word - 1]))
        word--;
    if (!word || word == n || n - word > 9)
        return false;
    ret->docket = docket;
    ret->docket_word = arena_copy(arena, middle, word);
    ret->docket_year = year;
    ret->docket_number = atoi(middle + word);
    return ret->docket_number > 0;
}
