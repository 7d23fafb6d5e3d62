/* Amounts of money in a narrative, what each is, and which of them is claimed. */
#include "engine/text/find.h"
#include "fenliu/limits.h"

enum { AMOUNTS_MAX = 1024, MOST_MONTHS = 240 };
/* 3万 may be money without 元; 十八 is an age. */
#define LEAST_BARE (1000 * NUMBER_ONE)

struct amount {
    int32_t from, to;
    int64_t fen;
    enum found_role role;
    bool about;
    bool listed;  /* in a list of claims */
    bool inner;   /* within brackets: a part of what stands before them */
    bool monthly; /* a rate, for a month */
};

struct amounts {
    struct find *find;
    struct amount *list;
    int n;
    bool listed; /* we are in a list of claims (诉讼请求：) */
    bool any_claimed;
    bool over;       /* the claims are done with, evidence or the other side's answer follows */
    bool any_listed; /* something is claimed there: what the story says does not count */
    struct amount months; /* a number of months for which nothing was paid; fen: how many */
};

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
/* What stands behind the money and makes it a rate. */
static const char16_t *const rate_ends[] = {
    u"/月", u"每月", u"一个月", u"/天",    u"每天", u"一天", u"/日",
    u"/年", u"每年", u"/小时",  u"每小时", u"/人",  u"/吨",  u"/平",
    u"/㎡", u"/m",   u"每平",   u"一平",   u"每吨", u"/件",  u"/个"};
/* What a bare 3万 may not count. */
static const char16_t counted[] =
    u"人名位户平公里亩字次股斤吨件个台辆本张册棵只头条%瓦度米多余年月日号分块元";

static int
length_of(const char16_t *word)
{
    int n = 0;
    while (word[n])
        n++;
    return n;
}

static bool
is_one_of(char16_t c, const char16_t *set)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

/* 五元三角, 三块五, 5元2角: the part below the unit. Moves *at. */
static int64_t
small_change(const struct text *text, int *at, bool block)
{
    int64_t fen = 0;
    for (int i = 0; i < 2 && *at < text->n; i++) {
        int digit = number_digit(text->ch[*at]);
        char16_t unit = *at + 1 < text->n ? text->ch[*at + 1] : 0;
        if (digit < 0)
            break;
        if (unit == u'角' || unit == u'毛')
            fen += digit * 10;
        else if (unit == u'分' && i <= 1)
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
static bool
read_money(const struct find *find, struct number *number, struct amount *ret)
{
    const struct text *text = find->text;
    bool sign, unit = false, block = false;
    int64_t value = number->value, times = 1;
    int to = number->to, from = sign_before(text, number->from, &sign);
    if (to < text->n && is_one_of(text->ch[to], u"多余来几")) {
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
    for (size_t i = 0; i < sizeof money_units / sizeof *money_units && !unit; i++)
        if (text_is(text, to, money_units[i].word)) {
            unit = true;
            block = text->ch[to] == u'块' || text->ch[to] == u'元';
            to += length_of(money_units[i].word);
            if (money_units[i].times == 10)
                value /= 10;
        }
    if (!unit && !sign) {
        bool scaled = (number->scaled && number->value >= LEAST_BARE) || times > 1;
        if (!scaled || (to < text->n && is_one_of(text->ch[to], counted)) ||
            !cue_before(find, from, CUE(MONEY) | CUE(OWED) | CUE(CLAIM) | CUE(PAID) | CUE(TOTAL)))
            return false;
    }
    if (__builtin_mul_overflow(value, times * 100, &value))
        return false;
    value /= NUMBER_ONE;
    if (unit)
        value += small_change(text, &to, block);
    if (to < text->n && is_one_of(text->ch[to], u"整正"))
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

/* How many characters behind the money make it a rate; 0: none. */
static int
rate_behind(const struct text *text, int to)
{
    for (size_t i = 0; i < sizeof rate_ends / sizeof *rate_ends; i++)
        if (text_is(text, to, rate_ends[i]))
            return length_of(rate_ends[i]);
    return 0;
}

/* 3000-5000元, 三千到五千元: the sign or word between two numbers. */
static int
range_sign(const struct text *text, int at)
{
    if (at < text->n && is_one_of(text->ch[at], u"-—~至到"))
        return at + 1 < text->n && number_begins(text, at + 1) ? at + 1 : 0;
    return 0;
}

/* 三个月工资, 3月工资, 十一个月: the pay of so many months, or of that month, and no pay by the month. 一个月工资 may be either. */
static bool
counts_months(const struct text *text, const struct cue *rate)
{
    int at = rate->from;

    if (text->ch[at] == u'月' && at > 0 && text->ch[at - 1] == u'个') {
        if (at > 1 && text->ch[at - 2] != u'一')
            return is_one_of(text->ch[at - 2], u"几数多半十两") ||
                   number_digit(text->ch[at - 2]) >= 0;
        at -= 2;
    }
    return at > 0 && (text->ch[at] == u'月' || text->ch[at] == u'一') &&
           (text->ch[at - 1] == u'十' || number_digit(text->ch[at - 1]) >= 0);
}

/* 每月 in the clause before the amount, with no other amount between: a rate, whatever else is said. NULL: none. */
static const struct cue *
rate_of(const struct amounts *a, const struct amount *amount)
{
    const struct find *find = a->find;
    const struct cue *rate = cue_before(find, amount->from, CUE(RATE));
    bool holds = rate && find->clause[rate->from] == find->clause[amount->from] &&
                 !(a->n && a->list[a->n - 1].to > rate->to) && !counts_months(find->text, rate);
    return holds ? rate : NULL;
}

/* The words of a rate speak of a month, or of none of the things that are no month: a daily wage times months is no claim. */
static bool
is_monthly(const struct text *text, int from, int to)
{
    bool other = false;

    for (int i = from; i < to; i++) {
        if (text->ch[i] == u'月')
            return true;
        other |= is_one_of(text->ch[i], u"日天时年平人吨斤亩价件米个m㎡");
    }
    return !other;
}

static enum found_role
role_of(const struct amounts *a, const struct amount *amount)
{
    const struct find *find = a->find;
    static const struct {
        uint8_t cue, role;
    } roles[] = {
        {CUE_TOTAL,  ROLE_TOTAL  },
        {CUE_PAID,   ROLE_PAID   },
        {CUE_BASE,   ROLE_BASE   },
        {CUE_BESIDE, ROLE_PLAIN  },
        {CUE_PRICE,  ROLE_PRICE  },
        {CUE_OWED,   ROLE_OWED   },
        {CUE_CLAIM,  ROLE_CLAIMED},
    };
    const uint32_t set =
        CUE(TOTAL) | CUE(PAID) | CUE(BASE) | CUE(BESIDE) | CUE(PRICE) | CUE(OWED) | CUE(CLAIM);
    const struct cue *cue = cue_before(find, amount->from, set);
    /* what another amount already has taken for itself does not reach further, unless it claims */
    const struct amount *last = a->n ? &a->list[a->n - 1] : NULL;
    if (cue && last && last->to > cue->to && cue->cue != CUE_CLAIM && cue->cue != CUE_TOTAL &&
        cue->cue != CUE_OWED)
        cue = cue_before(find, amount->from, CUE(CLAIM) | CUE(TOTAL) | CUE(OWED));
    if (cue && cue->cue == CUE_TOTAL && last && last->to > cue->to && last->role == ROLE_TOTAL)
        cue = NULL; /* 共计5万元(其中3万元…) */
    for (size_t i = 0; cue && i < sizeof roles / sizeof *roles; i++)
        if (roles[i].cue == cue->cue) {
            if ((cue->cue == CUE_OWED || cue->cue == CUE_PRICE) &&
                (a->listed || cue_before(find, cue->from, CUE(CLAIM))))
                return ROLE_CLAIMED;
            return (enum found_role)roles[i].role;
        }
    return a->listed ? ROLE_CLAIMED : ROLE_PLAIN;
}

/* 以5万元为基数, 在4000万元范围内: no claim of its own. */
static bool
is_base(const struct text *text, int to)
{
    static const char16_t *const ends[] = {u"为基数", u"为基础", u"为本金", u"为限", u"范围内",
                                           u"的限额", u"限额",   u"×",      u"*",    u"以下",
                                           u"以上",   u"为标准", u"的标准", u"标准"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_is(text, to, ends[i]))
            return true;
    return false;
}

static bool
in_brackets(const struct text *text, int at)
{
    for (int i = at - 1; i >= 0 && i > at - FIND_REACH; i--) {
        if (text->ch[i] == u')' || text->ch[i] == u']' || text->ch[i] == u'。')
            return false;
        if (text->ch[i] == u'(' || text->ch[i] == u'[')
            return i > 0 && text->ch[i - 1] != u'。' && number_digit(text->ch[i + 1]) < 0;
    }
    return false;
}

/* 40万元，其中本金17万元、利息23万元: parts of an amount that stands before them. */
static bool
is_part(const struct amounts *a, const struct amount *amount)
{
    const struct cue *part = cue_before(a->find, amount->from, CUE(PART));
    for (int i = a->n - 1; part && i >= 0; i--)
        if (a->list[i].to <= part->from)
            return a->find->sentence[a->list[i].from] == a->find->sentence[amount->from];
    return false;
}

static void
put_amount(struct amounts *a, struct amount *amount, bool range)
{
    struct find *find = a->find;
    int behind = rate_behind(find->text, amount->to);
    const struct cue *rate = rate_of(a, amount);
    amount->role = range                             ? ROLE_RANGE
                   : behind                          ? ROLE_RATE
                   : is_base(find->text, amount->to) ? ROLE_BASE
                   : rate                            ? ROLE_RATE
                                                     : role_of(a, amount);
    amount->monthly = behind ? is_monthly(find->text, amount->to, amount->to + behind)
                             : rate && is_monthly(find->text, rate->from, rate->to);
    amount->listed = a->listed;
    amount->inner = in_brackets(find->text, amount->from) || is_part(a, amount);
    if (amount->role == ROLE_CLAIMED && a->over)
        amount->role = ROLE_PLAIN;
    a->any_claimed |= amount->role == ROLE_CLAIMED;
    a->any_listed |= a->listed && amount->role == ROLE_CLAIMED;
    a->list[a->n++] = *amount;
    find_add(find,
             (struct found_item){.kind = FOUND_MONEY,
                                 .which = (uint8_t)amount->role,
                                 .sure = amount->about ? 70 : 95,
                                 .about = amount->about,
                                 .value = amount->fen},
             amount->from, amount->to);
}

/* 三个月 for which nothing was paid. */
static void
note_months(struct amounts *a, const struct number *number)
{
    const struct text *text = a->find->text;
    if (a->months.fen || !text_is(text, number->to, u"个月") || !number->whole ||
        number->value > MOST_MONTHS * NUMBER_ONE || number->value <= 0)
        return;
    if (cue_before(a->find, number->from, CUE(OWED)) || text_is(text, number->to + 2, u"工资没") ||
        text_is(text, number->to + 2, u"没发") || text_is(text, number->to + 2, u"没给") ||
        text_is(text, number->to + 2, u"未发") || text_is(text, number->to + 2, u"的工资没") ||
        text_is(text, number->to + 2, u"工资未"))
        a->months = (struct amount){
            .from = number->from, .to = number->to + 2, .fen = number->value / NUMBER_ONE};
}

/* A list of claims begins, or ends with the facts that follow it. */
static void
note_heads(struct amounts *a, int *next, int to)
{
    const struct find *find = a->find;
    for (; *next < find->n_cues && find->cues[*next].from <= to; ++*next)
        if (find->cues[*next].cue == CUE_CLAIM_HEAD) {
            a->listed = true;
            a->over = false;
        } else if (find->cues[*next].cue == CUE_STORY_HEAD) {
            a->listed = false;
            a->over = a->any_claimed;
        }
}

static bool
in_date(const struct find *find, int *date, int at)
{
    while (*date < find->n_dates && find->dates[*date].to <= at)
        ++*date;
    return *date < find->n_dates && find->dates[*date].from <= at;
}

static void
read_all(struct amounts *a)
{
    struct find *find = a->find;
    const struct text *text = find->text;
    int date = 0, cue = 0;
    for (int k = 0; k < find->n_numbers && a->n < AMOUNTS_MAX; k++) {
        struct number number = find->numbers[k];
        struct amount amount = {0};
        note_heads(a, &cue, number.from);
        if (in_date(find, &date, number.from))
            continue;
        int second = range_sign(text, number.to);
        const struct number *next =
            second && k + 1 < find->n_numbers && find->numbers[k + 1].from == second
                ? &find->numbers[k + 1]
                : NULL;
        if (next && next->value > number.value) {
            struct number end = *next;
            k++;
            if (read_money(find, &end, &amount)) {
                amount.from = number.from;
                put_amount(a, &amount, true);
            }
        } else if (read_money(find, &number, &amount)) {
            put_amount(a, &amount, number.loose);
            while (k + 1 < find->n_numbers && find->numbers[k + 1].from < number.to)
                k++; /* the change behind the unit: 五元三角 */
        } else {
            note_months(a, &number);
        }
    }
}

/* --- which is the claim --- */

struct chosen {
    int64_t fen;
    int sure, from, to;
};

/* The last of a role. */
static const struct amount *
last_of(const struct amounts *a, uint32_t roles, int *ret_n, bool *ret_same)
{
    const struct amount *last = NULL;
    *ret_n = 0;
    *ret_same = true;
    for (int i = 0; i < a->n; i++)
        if (roles >> a->list[i].role & 1) {
            *ret_same &= !last || last->fen == a->list[i].fen;
            last = &a->list[i];
            ++*ret_n;
        }
    return last;
}

/* 按年利率6%支付借款70万元自…起的利息: what bears the interest is named again. */
static bool
reckons(const struct amounts *a, const struct amount *amount)
{
    const struct find *find = a->find;
    const struct text *text = find->text;
    int from = amount->from > FIND_REACH ? amount->from - FIND_REACH : 0;
    if (amount->from && text->ch[amount->from - 1] == u'=') /* …=840元 is how it was reckoned */
        return true;
    for (int i = from; i < amount->to + FIND_REACH && i < text->n; i++)
        if (find->sentence[i] == find->sentence[amount->from] &&
            (text_is(text, i, u"利率") || text_is(text, i, u"月息") || text_is(text, i, u"年息")))
            return true;
    return false;
}

/* Whether an amount is claimed: in the list of claims where there is one; a part in brackets and, outside a
 * list, what is only named again do not add to it. */
static bool
is_claimed(const struct amounts *a, int i)
{
    const struct amount *amount = &a->list[i];
    if (amount->role != ROLE_CLAIMED || (a->any_listed && !amount->listed))
        return false;
    if (amount->inner && i &&
        (a->list[i - 1].role == ROLE_CLAIMED || a->list[i - 1].role == ROLE_TOTAL))
        return false;
    for (int k = 0; k < i && k < 64; k++)
        if (a->list[k].role == ROLE_CLAIMED && a->list[k].fen == amount->fen &&
            (!a->any_listed || a->list[k].listed) &&
            (a->any_listed ? reckons(a, amount)
                           : a->find->sentence[a->list[k].from] != a->find->sentence[amount->from]))
            return false;
    return true;
}

/* Items that are claimed one by one are claimed together. -1: beyond all measure. */
static int64_t
sum_claimed(const struct amounts *a, int *ret_from, int *ret_to, bool *ret_about)
{
    int64_t sum = 0;
    *ret_from = -1;
    for (int i = 0; i < a->n; i++) {
        const struct amount *amount = &a->list[i];
        if (!is_claimed(a, i))
            continue;
        sum += amount->fen;
        if (sum > FL_MAX_AMOUNT_FEN)
            return -1;
        *ret_about |= amount->about;
        *ret_from = *ret_from < 0 ? amount->from : *ret_from;
        *ret_to = amount->to;
    }
    return sum;
}

static bool
choose(const struct amounts *a, struct chosen *ret)
{
    int n, from = 0, to = 0;
    bool same, about = false;
    const struct amount *total = last_of(a, 1u << ROLE_TOTAL, &n, &same);
    int64_t sum = sum_claimed(a, &from, &to, &about);
    if (sum < 0)
        return false;
    if (sum > 0 && total && total->from > from && total->fen >= sum && !total->inner &&
        (total->listed || !a->any_listed)) {
        *ret = (struct chosen){total->fen, sum == total->fen ? 95 : 75, total->from, total->to};
        return true;
    }
    if (sum > 0) {
        *ret = (struct chosen){sum, about ? 75 : 85, from, to};
        return true;
    }
    const struct amount *paid = last_of(a, 1u << ROLE_PAID, &n, &same);
    const struct amount *owed = last_of(a, 1u << ROLE_OWED, &n, &same);
    if (owed && (paid || !total)) {
        *ret = (struct chosen){owed->fen, n == 1 || same ? 85 : 55, owed->from, owed->to};
        return true;
    }
    if (total && !paid) {
        *ret = (struct chosen){total->fen, 80, total->from, total->to};
        return true;
    }
    const struct amount *rate = last_of(a, 1u << ROLE_RATE, &n, &same);
    const struct amount *plain = last_of(a, 1u << ROLE_PLAIN | 1u << ROLE_PRICE, &n, &same);
    if (rate && rate->monthly && a->months.fen && !plain && !paid &&
        !__builtin_mul_overflow(rate->fen, a->months.fen, &ret->fen) &&
        ret->fen <= FL_MAX_AMOUNT_FEN) {
        ret->sure = 65;
        ret->from = rate->from < a->months.from ? rate->from : a->months.from;
        ret->to = rate->to > a->months.to ? rate->to : a->months.to;
        return true;
    }
    if (plain && n == 1 && !paid) {
        *ret = (struct chosen){plain->fen, 60, plain->from, plain->to};
        return true;
    }
    return false;
}

void
find_amounts(struct find *find)
{
    struct amounts a = {
        .find = find,
    };
    struct chosen chosen = {0};
    int room = find->text->n + 1;
    a.list =
        arena_take(find->arena, (size_t)(room < AMOUNTS_MAX ? room : AMOUNTS_MAX) * sizeof *a.list);
    read_all(&a);
    if (choose(&a, &chosen))
        find_add(find,
                 (struct found_item){
                     .kind = FOUND_AMOUNT, .sure = (uint8_t)chosen.sure, .value = chosen.fen},
                 chosen.from, chosen.to);
}
