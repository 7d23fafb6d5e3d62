/* Which of the amounts of a narrative is claimed: the sum of what is asked for, the total named after it, else
 * what is owed. */
#include "engine/text/amounts.h"
#include "fenliu/limits.h"

enum { PART_SURE = 60 };

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
    int from = amount->from > FIND_REACH ? amount->from - FIND_REACH : 0;
    if (amount->from &&
        find->text->ch[amount->from - 1] == u'=') /* …=840元 is how it was reckoned */
        return true;
    for (int i = find->first_cue[from];
         i < find->n_cues && find->cues[i].from < amount->to + FIND_REACH; i++)
        if (find->cues[i].cue == CUE_INTEREST &&
            find->sentence[find->cues[i].from] == find->sentence[amount->from])
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

/* 借三万, 还了五千, 剩下两万五: what is named last is what is left of the first. */
static bool
is_left(const struct amounts *a, const struct amount *owed)
{
    int64_t left = 0;
    for (const struct amount *one = a->list; one < owed; one++)
        if (one->role == ROLE_OWED || one->role == ROLE_PRICE || one->role == ROLE_TOTAL)
            left = one->fen > left ? one->fen : left;
        else if (one->role == ROLE_PAID)
            left -= one->fen;
    return left == owed->fen;
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
        *ret = (struct chosen){total->fen, sum == total->fen ? 95 : 75, total->from, total->to,
                               total->about};
        return true;
    }
    if (sum > 0) {
        *ret = (struct chosen){sum, about ? 75 : 85, from, to, about};
        return true;
    }
    if (total && total->asked) {
        *ret = (struct chosen){total->fen, total->about ? 75 : 85, total->from, total->to,
                               total->about};
        return true;
    }
    const struct amount *paid = last_of(a, 1u << ROLE_PAID, &n, &same);
    const struct amount *owed = last_of(a, 1u << ROLE_OWED, &n, &same);
    if (owed && (paid || !total)) {
        bool sure = n == 1 || same || is_left(a, owed);
        *ret = (struct chosen){owed->fen,
                               !sure         ? 55
                               : owed->about ? 75
                                             : 85,
                               owed->from, owed->to, owed->about};
        return true;
    }
    if (total && !paid) {
        *ret = (struct chosen){total->fen, total->about ? 75 : 80, total->from, total->to,
                               total->about};
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
        *ret = (struct chosen){plain->fen, 60, plain->from, plain->to, plain->about};
        return true;
    }
    return false;
}

/* 要求退房并支付违约金1.2万元: the amount is not the whole of what is claimed. */
static bool
claims_more(const struct find *find)
{
    for (int i = 0; i < find->n_cues; i++)
        if (find->cues[i].cue == CUE_UNPRICED)
            return true;
    return false;
}

bool
amounts_choose(const struct amounts *a, struct chosen *ret)
{
    if (!choose(a, ret))
        return false;
    if (ret->sure > PART_SURE && claims_more(a->find))
        ret->sure = PART_SURE;
    return true;
}
