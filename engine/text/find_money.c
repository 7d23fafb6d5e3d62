/* Money: a number with its unit before or behind it, and the change below the unit. */
#include "engine/text/amounts.h"
#include "fenliu/limits.h"

/* 3万 may be money without 元; 十八 is an age. */
#define LEAST_BARE (1000 * NUMBER_ONE)

/* What stands behind a number and makes it money. */
static const struct money_unit {
    const char16_t *word;
    int times; /* fen */
} money_units[] = {
    {u"元人民币", 100},
    {u"块钱",       100},
    {u"块大洋",    100},
    {u"元",          100},
    {u"圆",          100},
    {u"块",          100},
    {u"rmb",          100},
    {u"人民币",    100},
    {u"毛钱",       10 },
    {u"角",          10 },
};
/* What a bare 3万 may not count. */
static const char16_t counted[] =
    u"人名位户平公里亩字次股斤吨件个台辆本张册棵只头条%瓦度米多余年月日号分块元";

/* 六千块一分没给, 一分钱都不肯还: not a penny of it was paid. */
static bool
not_a_penny(const struct text *text, int at)
{
    return text_is(text, at, u"一分") && at + 2 < text->n &&
           char_in(text->ch[at + 2], u"钱没不未也都");
}

/* 五元三角, 三块五, 5元2角: the part below the unit. Moves *at. */
static int64_t
small_change(const struct text *text, int *at, bool block)
{
    int64_t fen = 0;
    for (int i = 0; i < 2 && *at < text->n; i++) {
        int digit = number_digit(text->ch[*at]);
        char16_t unit = *at + 1 < text->n ? text->ch[*at + 1] : 0;
        if (digit < 0 || not_a_penny(text, *at))
            break;
        if (unit == u'角' || unit == u'毛')
            fen += digit * 10;
        else if (unit == u'分')
            fen += digit;
        else if (block && i == 0 && number_digit(unit) < 0 && unit != u'万' && unit != u'千' &&
                 unit != u'百' && unit != u'十' && unit != u'.' && unit != u'个' && unit != u'、')
            return *at += 1, digit * 10;
        else
            break;
        *at += 2;
    }
    return fen;
}

/* The sign before the number: ¥, 人民币. Where the words begin. */
static int
sign_before(const struct text *text, int from, bool *ret_sign)
{
    *ret_sign = true;
    if (from >= 1 && text->ch[from - 1] == u'¥')
        return from - 1;
    if (from >= 3 && text_is(text, from - 3, u"人民币"))
        return from - 3;
    if (from >= 3 && text_is(text, from - 3, u"rmb"))
        return from - 3;
    *ret_sign = false;
    return from;
}

/* The number and its unit as fen; false: no money. Moves number->to behind the unit. */
bool
money_read(const struct find *find, struct number *number, struct amount *ret)
{
    const struct text *text = find->text;
    bool sign, unit = false, block = false;
    int64_t value = number->value, times = 1;
    int to = number->to, from = sign_before(text, number->from, &sign);
    if (to < text->n && char_in(text->ch[to], u"多余来几")) {
        ret->about = true;
        to++;
        static const struct {
            char16_t c;
            int times;
        } more[] = {
            {u'万', 10000},
            {u'千', 1000 },
            {u'百', 100  }
        };
        for (int i = 0; i < 3; i++)
            if (to < text->n && text->ch[to] == more[i].c) {
                times = more[i].times;
                to++;
                break;
            }
    }
    for (size_t i = 0; i < sizeof money_units / sizeof *money_units && !unit; i++) {
        int len = text_is(text, to, money_units[i].word);
        if (!len)
            continue;
        unit = true;
        block = text->ch[to] == u'块' || text->ch[to] == u'元';
        to += len;
        if (money_units[i].times == 10)
            value /= 10;
    }
    if (!unit && !sign) {
        bool scaled = (number->scaled && number->value >= LEAST_BARE) || times > 1;
        if (!scaled || (to < text->n && char_in(text->ch[to], counted)) ||
            !cue_before(find, from, CUE(MONEY) | CUE(OWED) | CUE(CLAIM) | CUE(PAID) | CUE(TOTAL)))
            return false;
    }
    if (__builtin_mul_overflow(value, times * 100, &value))
        return false;
    value /= NUMBER_ONE;
    if (unit)
        value += small_change(text, &to, block);
    if (to < text->n && char_in(text->ch[to], u"整正"))
        to++;
    else if (text_is(text, to, u"左右") || text_is(text, to, u"上下")) {
        ret->about = true;
        to += 2;
    }
    if (value > FL_MAX_AMOUNT_FEN)
        return false;
    ret->from = from;
    ret->to = number->to = to;
    ret->fen = value;
    return value > 0 || (unit && !number->loose);
}
