/* Amounts of a narrative on their way from a number to the claim. Private to engine/text/find_money.c,
 * find_amount.c and find_claimed.c. */
#ifndef ENGINE_AMOUNTS_H
#define ENGINE_AMOUNTS_H

#include "engine/text/find.h"

struct amount {
    int32_t from, to;
    int64_t fen;
    enum found_role role;
    bool about;
    bool listed;  /* in a list of claims */
    bool inner;   /* within brackets: a part of what stands before them */
    bool monthly; /* a rate, for a month */
    bool asked;   /* a total that is asked for: 请求赔偿各项损失共计 */
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

/* The money that a number is, its unit and its change: fen and place into ret, number->to behind them. False:
 * it is no money. */
bool money_read(const struct find *find, struct number *number, struct amount *ret);

/* The amount that is claimed, as far as the text tells. */
struct chosen {
    int64_t fen;
    int sure, from, to;
    bool about;
};
bool amounts_choose(const struct amounts *amounts, struct chosen *ret);

#endif
