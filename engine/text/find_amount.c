/* What each amount of a narrative is in its sentence: claimed, owed, paid, a rate. */
#include "engine/text/amounts.h"

enum { AMOUNTS_MAX = 1024, MOST_MONTHS = 240, OWED_REACH = 3 };

/* 3000-5000元, 三千到五千元: the sign or word between two numbers. */
static int
range_sign(const struct text *text, int at)
{
    if (at < text->n && char_in(text->ch[at], u"-—~至到"))
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
            return char_in(text->ch[at - 2], u"几数多半十两") ||
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
        other |= char_in(text->ch[i], u"日天时年平人吨斤亩价件米个m㎡");
    }
    return !other;
}

/* 尚欠工程款, 拖欠原告的货款: the price of something, and owed. */
static bool
is_owed(const struct find *find, const struct cue *price)
{
    const struct cue *owed = cue_before(find, price->from, CUE(OWED) | CUE(PAID));
    return owed && owed->cue == CUE_OWED && owed->to + OWED_REACH >= price->from &&
           find->clause[owed->from] == find->clause[price->from];
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
            if (cue->cue == CUE_PRICE && is_owed(find, cue))
                return ROLE_OWED;
            return (enum found_role)roles[i].role;
        }
    return a->listed ? ROLE_CLAIMED : ROLE_PLAIN;
}

/* 为基数, 范围内 behind the amount, or a sign by which it is multiplied: no claim of its own. */
static bool
is_base(const struct find *find, int to)
{
    char16_t sign = to < find->text->n ? find->text->ch[to] : 0;
    return sign == u'×' || sign == u'*' || cue_here(find, to, CUE(BASE_BEHIND));
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

/* 请求赔偿各项损失共计96800元: the total is what is asked for, whatever was paid before. */
static bool
is_asked(const struct amounts *a, const struct amount *total)
{
    const struct cue *asks = cue_before(a->find, total->from, CUE(CLAIM));
    return asks && !a->over && a->find->clause[asks->from] == a->find->clause[total->from] &&
           !(a->n && a->list[a->n - 1].to > asks->to);
}

static void
put_amount(struct amounts *a, struct amount *amount, bool range)
{
    struct find *find = a->find;
    const struct cue *behind = cue_here(find, amount->to, CUE(RATE_BEHIND));
    const struct cue *rate = rate_of(a, amount);
    amount->role = range                       ? ROLE_RANGE
                   : behind                    ? ROLE_RATE
                   : is_base(find, amount->to) ? ROLE_BASE
                   : rate                      ? ROLE_RATE
                                               : role_of(a, amount);
    amount->monthly = behind ? is_monthly(find->text, behind->from, behind->to)
                             : rate && is_monthly(find->text, rate->from, rate->to);
    amount->listed = a->listed;
    amount->asked = amount->role == ROLE_TOTAL && is_asked(a, amount);
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
    if (cue_before(a->find, number->from, CUE(OWED)) ||
        cue_here(a->find, number->to + 2, CUE(UNPAID)))
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
            if (money_read(find, &end, &amount)) {
                amount.from = number.from;
                put_amount(a, &amount, true);
            }
        } else if (money_read(find, &number, &amount)) {
            put_amount(a, &amount, number.loose);
            while (k + 1 < find->n_numbers && find->numbers[k + 1].from < number.to)
                k++; /* the change behind the unit: 五元三角 */
        } else {
            note_months(a, &number);
        }
    }
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
    if (amounts_choose(&a, &chosen))
        find_add(find,
                 (struct found_item){.kind = FOUND_AMOUNT,
                                     .sure = (uint8_t)chosen.sure,
                                     .about = chosen.about,
                                     .value = chosen.fen},
                 chosen.from, chosen.to);
}
