/* The words that show a fact, as a compiled table: what a policy pack says in phrases.tsv.
 *
 * A phrase is pieces of text in their order: `*` between them stands for up to PHRASE_NEAR characters of
 * the same sentence, `…` for up to PHRASE_FAR; {甲|乙} is one of several. All pieces of all phrases
 * are met in one walk over a narrative, so that the cost does not grow with their number. */
#ifndef ENGINE_PHRASES_H
#define ENGINE_PHRASES_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/text/text.h"

#define PHRASE_NEAR       12 /* characters that `*` stands for at most */
#define PHRASE_FAR        40
#define PHRASE_MAX_PIECES 4
#define PIECE_MAX         16    /* characters of a piece */
#define PHRASES_MAX       6000  /* after {…|…} is written out */
#define MARKS_MAX         32768 /* places of one narrative that are looked at */

/* Words that say nothing themselves but what stands near them means. X(ID, "name in the table") */
#define PHRASE_CUES(X)                                                                                \
    X(NEGATION, "negation")       /* 没有、未: before a phrase, it did not happen */              \
    X(HYPOTHESIS, "hypothesis")   /* 如果: in the sentence before it, it is only supposed */        \
    X(NO_NEGATION, "no_negation") /* 不仅、不料: no negation in spite of 不 */                  \
    X(QUESTION, "question")       /* 是否、吗: in its clause, it is asked */                      \
    X(CLAIM_HEAD, "claim_head")   /* 诉讼请求：amounts from here on are claimed */               \
    X(STORY_HEAD, "story_head")   /* 事实与理由：and from here on no longer */                  \
    X(CLAIM, "claim")             /* 要求、判令 */                                               \
    X(TOTAL, "total")             /* 共计 */                                                        \
    X(OWED, "owed")               /* 拖欠、尚欠 */                                               \
    X(PAID, "paid")               /* 已付、归还了 */                                            \
    X(BASE, "base")               /* 以…为基数、本金 */                                      \
    X(PRICE, "price")             /* 总价、合同价 */                                            \
    X(RATE, "rate")               /* 每月、日工资 */                                            \
    X(BESIDE, "beside")           /* 诉讼费: no amount of the claim */                             \
    X(PART, "part")               /* 其中: parts of the amount before it */                         \
    X(MONEY, "money")             /* 工资、货款: 3万 after it is money */                       \
    X(WE, "we")                   /* 我们、等: the number of people after it are claimants */     \
    X(PEOPLE, "people")           /* 名工人: what is counted are claimants */                      \
    X(OTHERS, "others")           /* 名学生、被害人: what is counted are not */                \
    X(CLAIMANT, "claimant")       /* 我、原告: who is counted after it claims */                  \
    X(RATE_BEHIND, "rate_behind") /* /月、每天: behind an amount, it is a rate */                 \
    X(BASE_BEHIND, "base_behind") /* 为基数、范围内: behind an amount, no claim of its own */  \
    X(UNPAID, "unpaid")           /* 没发: behind 三个月, that is what is owed */                \
    X(INTEREST, "interest") /* 利率: an amount beside it is named again to reckon from it */        \
    X(UNPRICED, "unpriced") /* 退房并支付: something is claimed that has no amount of its own */ \
    X(DISPUTE, "dispute") /* 拖欠、打伤: somebody has done something to somebody */
#define X(id, name) CUE_##id,
enum phrase_cue { PHRASE_CUES(X) CUE__COUNT };
#undef X

enum phrase_guard {
    GUARD_NEGATION = 1,   /* not when negated */
    GUARD_HYPOTHESIS = 2, /* not when only supposed */
    GUARD_QUESTION = 4,   /* not when asked */
    GUARD_DISPUTE = 8     /* not when a word of a dispute stands anywhere in the text */
};

#define PHRASE_CUE_WHAT 255
#define PHRASE_BY_DATE  INT32_MIN /* the value is the date that stands near */

/* What a phrase shows. `what` is an enum found_kind, or PHRASE_CUE_WHAT with the cue in `which`. */
struct phrase {
    uint8_t what, which, guard, sure;
    int32_t value;
    uint16_t rank; /* row of the table: of two that speak of one fact, the earlier row counts */
    uint8_t n_pieces;
    uint16_t slot; /* of several pieces: its number among such, from 0 */
    uint16_t piece[PHRASE_MAX_PIECES];
    uint8_t gap[PHRASE_MAX_PIECES]; /* before the piece, at most; of the first: unused */
};

/* A piece at a place of a text. */
struct mark {
    int32_t at;
    uint16_t piece;
    uint16_t len;
};

struct phrases;

/* Building: rows in the order of the table, then finish. Memory from the arena given to new. */
struct phrases *phrases_new(struct arena *arena);
/* Adds a row; `words` in the notation above. Returns NULL, or what is wrong with it. */
const char *phrases_add(struct phrases *phrases, const struct phrase *row, const char *words);
void phrases_finish(struct phrases *phrases);

/* Every place of every piece, in the order of the text. At most MARKS_MAX. */
struct mark *phrases_mark(const struct phrases *phrases, const struct text *text,
                          struct arena *arena, int *ret_n);
/* The phrases in which a piece stands, with what is asked of each most often beside it; cues apart. */
struct phrase_use {
    uint16_t phrase, slot;
    uint8_t nth, n_pieces, gap, guard;
};
const struct phrase_use *phrases_uses(const struct phrases *phrases, int piece, int *ret_n);
/* The cues that a piece is, as bits. */
uint32_t phrases_cues(const struct phrases *phrases, int piece);
const struct phrase *phrases_row(const struct phrases *phrases, int phrase);
int phrases_slots(const struct phrases *phrases); /* how many are of several pieces */

#endif
