/* Numerals: one small grammar for Arabic, everyday and financial Chinese numerals, and all mixtures. */
#include "engine/text/find_number.h"

#include <pthread.h>

__extension__ typedef unsigned __int128 wide;

#define LARGEST ((wide)100000000000000 * (wide)NUMBER_ONE) /* 10^14 */
enum { MOST_DIGITS = 18 };

/* The digits in their writings, 0 to 9. */
static const char16_t *const digits[] = {
    u"0〇零", u"1一壹", u"2二贰两俩", u"3三叁", u"4四肆",
    u"5五伍", u"6六陆", u"7七柒",     u"8八捌", u"9九玖",
};

static const struct unit {
    char16_t c;
    int64_t times;
} units[] = {
    {u'十', 10       },
    {u'拾', 10       },
    {u'百', 100      },
    {u'佰', 100      },
    {u'千', 1000     },
    {u'仟', 1000     },
    {u'k',   1000     },
    {u'万', 10000    },
    {u'w',   10000    },
    {u'亿', 100000000},
};

/* The characters a numeral is made of, as bits: most characters of a text are none. */
static uint64_t parts[65536 / 64];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
mark_parts(void)
{
    for (int d = 0; d < 10; d++)
        for (const char16_t *w = digits[d]; *w; w++)
            parts[*w >> 6] |= UINT64_C(1) << (*w & 63);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        parts[units[i].c >> 6] |= UINT64_C(1) << (units[i].c & 63);
}

static bool
is_part(char16_t c)
{
    return parts[c >> 6] >> (c & 63) & 1;
}

int
number_digit(char16_t c)
{
    pthread_once(&once, mark_parts);
    if (!is_part(c))
        return -1;
    if (c < 0x80)
        return c >= u'0' && c <= u'9' ? c - u'0' : -1;
    for (int d = 0; d < 10; d++)
        for (const char16_t *w = digits[d]; *w; w++)
            if (*w == c)
                return d;
    return -1;
}

static int64_t
unit_of(char16_t c)
{
    if (!is_part(c))
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].c == c)
            return units[i].times;
    return 0;
}

static bool
is_arabic(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

static bool
is_latin(char16_t c)
{
    return c >= u'a' && c <= u'z';
}

bool
number_begins(const struct text *text, int at)
{
    char16_t c = text->ch[at], before = at ? text->ch[at - 1] : 0;
    pthread_once(&once, mark_parts);
    if (!is_part(c) || before == u'第') /* 第三人: an ordinal counts nothing */
        return false;
    if (is_arabic(c))
        return !is_arabic(before) && !is_latin(before) && before != u'_' &&
               !((before == u'.' || before == u',') && at > 1 && is_arabic(text->ch[at - 2]));
    if (number_digit(c) < 0 && c != u'十' && c != u'拾')
        return false;
    return number_digit(before) < 0 && !(unit_of(before) && before > 0x7F);
}

/* What is read so far. All amounts in ten-thousandths. */
struct sum {
    wide total;   /* what stands before 万 and 亿 */
    wide section; /* what has its 千, 百, 十 */
    wide now;     /* the digits that wait for a unit */
    bool waiting; /* there are some */
    bool fresh;   /* … of one digit, with no 零 before it: 三万二 */
    bool zero;
    int64_t last; /* the unit before them */
    bool over, scaled;
};

static void
limit(struct sum *sum, wide *value)
{
    if (*value > LARGEST) {
        sum->over = true;
        *value = LARGEST;
    }
}

/* 1 8 0 0 0, or 18 000: a space that parts no numbers. */
static bool
spaced(const struct text *text, int at)
{
    int before = 0, behind = 0;
    while (before < 4 && at - 1 - before >= 0 && is_arabic(text->ch[at - 1 - before]))
        before++;
    while (behind < 4 && at + 1 + behind < text->n && is_arabic(text->ch[at + 1 + behind]))
        behind++;
    return (before == 1 && behind == 1) || (before >= 1 && before <= 3 && behind == 3);
}

/* Whether a comma stands there and three digits, no fourth, follow it. */
static bool
grouped(const struct text *text, int at)
{
    const char16_t *ch = text->ch + at;
    return ch[0] == u',' && at + 3 < text->n && is_arabic(ch[1]) && is_arabic(ch[2]) &&
           is_arabic(ch[3]) && !(at + 4 < text->n && is_arabic(ch[4]));
}

/* Arabic digits with thousands' commas and a fraction, or one Chinese digit (or a row of them). */
static int
read_arabic(const struct text *text, int at, struct sum *sum, bool *ret_whole)
{
    wide value = 0, scale = 1;
    int n = 0, first = at;
    bool fraction = false;
    for (; at < text->n; at++) {
        char16_t c = text->ch[at];
        if (is_arabic(c)) {
            if (++n > MOST_DIGITS)
                sum->over = true;
            else {
                value = value * 10 + (wide)(c - u'0');
                scale *= fraction ? 10 : 1;
            }
        } else if (!fraction && ((n > 0 && at - first <= 15 && grouped(text, at)) ||
                                 (c == u' ' && spaced(text, at)))) {
            continue;
        } else if (c == u'.' && !fraction && n > 0 && at + 1 < text->n &&
                   is_arabic(text->ch[at + 1])) {
            fraction = true;
        } else {
            break;
        }
    }
    /* a second point: 2020.3.5 is a date or a number of a paragraph, no fraction */
    if (fraction && at + 1 < text->n && text->ch[at] == u'.' && is_arabic(text->ch[at + 1])) {
        for (at = first; at < text->n && is_arabic(text->ch[at]);)
            at++;
        value = 0;
        scale = 1;
        n = 0;
        for (int i = first; i < at; i++, n++)
            value = value * 10 + (wide)(text->ch[i] - u'0');
        fraction = false;
        if (n > MOST_DIGITS)
            sum->over = true;
    }
    value *= (wide)NUMBER_ONE;
    *ret_whole = !fraction;
    sum->now = value; /* scale follows when the unit is known */
    sum->waiting = true;
    sum->fresh = n == 1 && !fraction && !sum->zero;
    if (scale > 1) {
        wide times = unit_of(at < text->n ? text->ch[at] : 0) > 0 ? (wide)unit_of(text->ch[at]) : 1;
        if (times > 1) { /* 3.2万: multiply before the fraction is cut */
            sum->now = value * times / scale / times;
            if (value * times % scale == 0 && sum->now * times * scale != value * times) {
                /* more places than ten-thousandths hold: keep them through the unit */
                sum->total += value * times / scale;
                sum->now = 0;
                sum->waiting = false;
                sum->last = (int64_t)times;
                sum->scaled = true;
                at++;
            }
        } else {
            sum->now = value / scale;
        }
    }
    return at;
}

static void
put_unit(struct sum *sum, int64_t times)
{
    if (times >= 10000) {
        wide below = sum->section + (sum->waiting ? sum->now : 0);
        if (times == 10000) {
            below *= 10000;
            limit(sum, &below);
            sum->total += below;
        } else {
            below = (sum->total + below);
            limit(sum, &below);
            below *= (wide)times;
            limit(sum, &below);
            sum->total = below;
        }
        sum->section = 0;
    } else {
        wide one = sum->waiting ? sum->now : (wide)NUMBER_ONE;
        one *= (wide)times;
        limit(sum, &one);
        sum->section += one;
    }
    sum->now = 0;
    sum->waiting = sum->zero = false;
    sum->last = times;
    sum->scaled = true;
}

/* A row of Chinese digits is a number of its own (二〇二〇) or, when it is short, a loose one
 * (三四百). */
static int
read_row(const struct text *text, int at, int n, struct sum *sum, struct number *ret)
{
    wide value = 0;
    bool zero = false;
    for (int i = 0; i < n; i++) {
        int d = number_digit(text->ch[at + i]);
        zero |= d == 0;
        value = value * 10 + (wide)d;
    }
    if (n == 2 && !zero)
        ret->loose = true;
    ret->digits = n >= 3 || zero;
    sum->now = value * (wide)NUMBER_ONE;
    sum->waiting = true;
    sum->fresh = false;
    return at + n;
}

/* What may follow a unit: a smaller one, or none. 三百万, 一万亿 go up through 万 and 亿 only. */
static bool
unit_fits(const struct sum *sum, int64_t times, int64_t smallest)
{
    if (times >= 10000)
        return sum->waiting || sum->section > 0 || (times > 10000 && sum->total > 0);
    return smallest > times && (sum->waiting || (times == 10 && sum->last != 10));
}

bool
number_read(const struct text *text, int at, struct number *ret)
{
    struct sum sum = {0};
    int64_t smallest = INT64_MAX;
    bool any = false;
    *ret = (struct number){.from = at, .whole = true, .chinese = true};
    while (at < text->n) {
        char16_t c = text->ch[at];
        int64_t times = unit_of(c);
        int n = 0;
        if (times && is_latin(c) && at + 1 < text->n && is_latin(text->ch[at + 1]))
            break; /* 5km */
        if (times) {
            if ((!any && times != 10) || !unit_fits(&sum, times, smallest))
                break;
            put_unit(&sum, times);
            smallest = times >= 10000 ? INT64_MAX : times;
            any = true;
            at++;
            continue;
        }
        if (sum.waiting)
            break;
        if (is_arabic(c)) {
            if (any && sum.last && ret->chinese && !sum.zero && sum.last < 10000)
                break; /* 三百5: two numbers */
            ret->chinese = false;
            bool whole;
            at = read_arabic(text, at, &sum, &whole);
            ret->whole &= whole || sum.scaled;
            any = true;
            continue;
        }
        while (at + n < text->n && !is_arabic(text->ch[at + n]) &&
               number_digit(text->ch[at + n]) >= 0)
            n++;
        if (!n)
            break;
        if (number_digit(c) == 0 && any && n > 1 && sum.last) { /* 一万零五 */
            sum.zero = true;
            at++;
            continue;
        }
        if (number_digit(c) == 0 && any && sum.last) { /* 一百零, and a unit or nothing */
            sum.zero = true;
            at++;
            continue;
        }
        if (n > 1) {
            if (n > MOST_DIGITS)
                return false;
            if (any && sum.last)
                break;
            at = read_row(text, at, n, &sum, ret);
        } else {
            sum.now = (wide)number_digit(c) * (wide)NUMBER_ONE;
            sum.waiting = true;
            sum.fresh = !sum.zero;
            at++;
        }
        any = true;
    }
    if (!any)
        return false;
    if (sum.zero && !sum.waiting && at > ret->from &&
        (text->ch[at - 1] == u'零' || text->ch[at - 1] == u'〇'))
        at--;                                          /* the 零 belongs to what follows */
    if (sum.waiting && sum.fresh && sum.last >= 100) { /* 三万二, 两百五, 3万2 */
        sum.now = sum.now * (wide)sum.last / 10;
        sum.scaled = true;
    }
    wide value = sum.total + sum.section + (sum.waiting ? sum.now : 0);
    if (sum.over || value > LARGEST)
        return false;
    ret->to = at;
    ret->value = (int64_t)value;
    ret->scaled = sum.scaled;
    ret->whole = value % (wide)NUMBER_ONE == 0;
    ret->digits |= !ret->chinese && !sum.scaled && ret->whole;
    return true;
}
