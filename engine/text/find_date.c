/* Dates and periods: 2020年3月5日, 2020.3.5, 二〇二〇年三月, 去年三月, 3月5日, 上个月, 自…至…. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/text/find.h"

/* What lies outside of these is taken for another number. */
enum { FIRST_YEAR = 1949, LAST_YEAR = 2099, DATES_MAX = 4096 };

/* Words for a year, a month or a day, counted from the day of filing. */
static const struct relative {
    const char16_t *word;
    enum found_precision precision;
    int back;
} relatives[] = {
    {u"今年",    TO_THE_YEAR,  0},
    {u"本年",    TO_THE_YEAR,  0},
    {u"去年",    TO_THE_YEAR,  1},
    {u"前年",    TO_THE_YEAR,  2},
    {u"上个月", TO_THE_MONTH, 1},
    {u"上月",    TO_THE_MONTH, 1},
    {u"本月",    TO_THE_MONTH, 0},
    {u"这个月", TO_THE_MONTH, 0},
    {u"今天",    TO_THE_DAY,   0},
    {u"昨天",    TO_THE_DAY,   1},
    {u"昨日",    TO_THE_DAY,   1},
    {u"前天",    TO_THE_DAY,   2},
};

struct dating {
    struct find *find;
    int year; /* the last one named, 0: none yet */
};

static bool
number_at(const struct text *text, int at, int64_t least, int64_t most, struct number *ret)
{
    return at < text->n && number_read(text, at, ret) && ret->whole && !ret->loose &&
           ret->value >= least * NUMBER_ONE && ret->value <= most * NUMBER_ONE;
}

static int64_t
value_of(const struct number *number)
{
    return number->value / NUMBER_ONE;
}

static int
days_of(int year, int month)
{
    return day_civil(day_add_months(day_of_civil(year, month, 1), 1) - 1).day;
}

static void
put(struct dating *d, int from, int to, int year, int month, int day)
{
    struct find *find = d->find;
    if (find->n_dates == DATES_MAX || year < FIRST_YEAR || year > LAST_YEAR)
        return;
    struct date *date = &find->dates[find->n_dates];
    *date = (struct date){.from = from, .to = to};
    if (!month) {
        date->precision = TO_THE_YEAR;
        date->first = day_of_civil(year, 1, 1);
        date->last = day_of_civil(year, 12, 31);
    } else if (!day) {
        date->precision = TO_THE_MONTH;
        date->first = day_of_civil(year, month, 1);
        date->last = day_of_civil(year, month, days_of(year, month));
    } else {
        if (day > days_of(year, month))
            return;
        date->precision = TO_THE_DAY;
        date->first = date->last = day_of_civil(year, month, day);
    }
    d->year = year;
    find->n_dates++;
}

/* The rest of a date behind its year or before it: 3月5日, 三月份. False: no month here. */
static bool
read_month(const struct text *text, int at, int *ret_to, int *ret_month, int *ret_day)
{
    struct number number;
    if (!number_at(text, at, 1, 12, &number) || number.to >= text->n ||
        text->ch[number.to] != u'月')
        return false;
    *ret_month = (int)value_of(&number);
    *ret_day = 0;
    at = number.to + 1;
    *ret_to = at + (at < text->n && text->ch[at] == u'份');
    if (number_at(text, at, 1, 31, &number) && number.to < text->n &&
        (text->ch[number.to] == u'日' || text->ch[number.to] == u'号')) {
        *ret_day = (int)value_of(&number);
        *ret_to = number.to + 1;
    }
    return true;
}

/* 2020.3.5, 2020-3-5, 2020/3/5; with 年 in place of the first sign it is read elsewhere. */
static int
read_signs(struct dating *d, const struct number *year, int at)
{
    const struct text *text = d->find->text;
    char16_t sign = year->to < text->n ? text->ch[year->to] : 0;
    int parts[2] = {0, 0}, to = year->to;
    if (sign != u'.' && sign != u'-' && sign != u'/')
        return 0;
    for (int i = 0; i < 2 && to < text->n && text->ch[to] == sign; i++) {
        int value = 0, n = 0, next = to + 1;
        for (; next < text->n && n < 3 && text->ch[next] >= u'0' && text->ch[next] <= u'9'; n++)
            value = value * 10 + (text->ch[next++] - u'0');
        if (!n || n > 2)
            break;
        parts[i] = value;
        to = next;
    }
    if (parts[0] < 1 || parts[0] > 12 || parts[1] < 0 || parts[1] > 31 ||
        (!parts[1] && sign == u'.' && to == text->n))
        return 0;
    if (to < text->n && (text->ch[to] == u'日' || text->ch[to] == u'号'))
        to++;
    put(d, at, to, (int)value_of(year), parts[0], parts[1]);
    return to;
}

/* A year in two digits: the last such year before the filing, 0 when no day of filing is known. */
static int
century(const struct dating *d, int year)
{
    if (d->find->filed_on == FL_NO_DAY)
        return 0;
    int now = day_civil(d->find->filed_on).year;
    return now - (now - year) % 100;
}

/* 3月5日 without a year: the one named last, else the last such day before the filing. */
static int
year_of(const struct dating *d, int month, int day)
{
    fl_day filed_on = d->find->filed_on;
    if (d->year)
        return d->year;
    if (filed_on == FL_NO_DAY)
        return 0;
    struct civil now = day_civil(filed_on);
    bool later = month > now.month || (month == now.month && day > now.day);
    return now.year - later;
}

/* A year in four Arabic digits, whatever the reader of numbers would make of what follows. */
static bool
four_digits(const struct text *text, int at, struct number *ret)
{
    int64_t year = 0;
    *ret = (struct number){.from = at, .to = at + 4};
    for (int i = at; i < at + 4; i++) {
        if (i >= text->n || text->ch[i] < u'0' || text->ch[i] > u'9')
            return false;
        year = year * 10 + (text->ch[i] - u'0');
    }
    ret->value = year * NUMBER_ONE;
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/* Where a date ends that begins with a number; 0: none does. */
static int
read_number(struct dating *d, const struct number *first)
{
    const struct text *text = d->find->text;
    const struct number number = *first;
    int at = number.from, to, month, day;
    bool year = number.digits && number.whole && number.value >= FIRST_YEAR * NUMBER_ONE &&
                number.value <= LAST_YEAR * NUMBER_ONE && number.to - number.from == 4;
    if (year && number.to < text->n && text->ch[number.to] == u'年') {
        if (read_month(text, number.to + 1, &to, &month, &day)) {
            put(d, at, to, (int)value_of(&number), month, day);
            return to;
        }
        put(d, at, number.to + 1, (int)value_of(&number), 0, 0);
        return number.to + 1;
    }
    /* 2020.3 and 2020.03.05 look like a number with a fraction to the reader of numbers */
    struct number four;
    if (four_digits(text, at, &four) && (to = read_signs(d, &four, at)))
        return to;
    if (number.digits && number.to - number.from == 2 && number.to < text->n &&
        text->ch[number.to] == u'年' && read_month(text, number.to + 1, &to, &month, &day)) {
        put(d, at, to, century(d, (int)value_of(&number)), month, day);
        return to;
    }
    if (read_month(text, at, &to, &month, &day)) {
        put(d, at, to, year_of(d, month, day ? day : 1), month, day);
        return to;
    }
    return 0;
}

static bool
begins_relative(char16_t c)
{
    return char_in(c, u"今本去前上这昨");
}

static int
read_relative(struct dating *d, int at)
{
    const struct text *text = d->find->text;
    fl_day filed_on = d->find->filed_on;
    int to, month, day;
    if (filed_on == FL_NO_DAY)
        return 0;
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++) {
        const struct relative *r = &relatives[i];
        int end = at + text_is(text, at, r->word);
        if (end == at)
            continue;
        struct civil now = day_civil(filed_on);
        if (r->precision == TO_THE_DAY) {
            struct civil then = day_civil(filed_on - r->back);
            put(d, at, end, then.year, then.month, then.day);
        } else if (r->precision == TO_THE_MONTH) {
            struct civil then = day_civil(day_add_months(filed_on, -r->back));
            put(d, at, end, then.year, then.month, 0);
        } else if (read_month(text, end, &to, &month, &day)) {
            put(d, at, to, now.year - r->back, month, day);
            return to;
        } else {
            put(d, at, end, now.year - r->back, 0, 0);
        }
        return end;
    }
    return 0;
}

static int
between(const struct text *text, int at)
{
    static const char16_t *const words[] = {u"起至", u"至", u"到",     u"-",
                                            u"—",    u"~",  u"开始至", u"起到"};
    int len;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((len = text_is(text, at, words[i]))) {
            while (at + len < text->n && char_in(text->ch[at + len], u"-—"))
                len++;
            return at + len;
        }
    return 0;
}

static void
put_periods(struct find *find)
{
    const struct text *text = find->text;
    for (int i = 0; i < find->n_dates; i++) {
        const struct date *first = &find->dates[i], *next = first + 1;
        int at = between(text, first->to);
        struct found_item item = {.kind = FOUND_PERIOD,
                                  .which = (uint8_t)first->precision,
                                  .sure = 90,
                                  .value = first->first};
        if (!at)
            continue;
        bool dated = i + 1 < find->n_dates && next->from == at; /* 到今年一月 is no 至今 */
        if (!dated && (text_is(text, at, u"今") || text_is(text, at, u"现在"))) {
            item.end = INT64_MAX;
            find_add(find, item, first->from, at + (text->ch[at] == u'今' ? 1 : 2));
        } else if (dated && next->last >= first->first) {
            item.end = next->last;
            find_add(find, item, first->from, next->to);
        }
    }
}

void
find_dates(struct find *find)
{
    const struct text *text = find->text;
    struct dating d = {.find = find};
    int room = text->n / 2 + 1;
    find->dates = arena_take(find->arena,
                             (size_t)(room < DATES_MAX ? room : DATES_MAX) * sizeof *find->dates);
    for (int i = 0, next = 0; i < text->n && find->n_dates < room; i++) {
        int to = 0;
        while (next < find->n_numbers && find->numbers[next].from < i)
            next++;
        if (next < find->n_numbers && find->numbers[next].from == i)
            to = read_number(&d, &find->numbers[next]);
        else if (begins_relative(text->ch[i]))
            to = read_relative(&d, i);
        if (to)
            i = to - 1;
    }
    for (int i = 0; i < find->n_dates; i++)
        find_add(find,
                 (struct found_item){.kind = FOUND_DATE,
                                     .which = (uint8_t)find->dates[i].precision,
                                     .sure = 95,
                                     .value = find->dates[i].first},
                 find->dates[i].from, find->dates[i].to);
    put_periods(find);
}
