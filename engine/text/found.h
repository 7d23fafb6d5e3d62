/* What a narrative says about a case, with the words that say it: amounts, the number of claimants,
 * what was done before, dates, what is claimed, who the parties seem to be.
 *
 * Nothing here decides anything: which of it a rule may use is the policy's to say
 * (deploy/policy/hunan/found.json). The words are kept as a place in the narrative, in bytes, so
 * that a stored finding holds no word of anybody's story: whoever may read the narrative reads the
 * words in it. */
#ifndef ENGINE_FOUND_H
#define ENGINE_FOUND_H

#include "engine/base/arena.h"
#include "engine/base/json.h"
#include "fenliu/case.h"

struct phrases;
struct text;

#define FOUND_MAX       160 /* findings of one narrative; what comes later is left out */
#define FOUND_MAX_WORDS 240 /* bytes of the words shown of one finding */

/* What can be found; their names and shapes in JSON are in found_write.c. */
enum found_kind {
    FOUND_FACT,
    FOUND_AMOUNT,    /* what is claimed, fen */
    FOUND_CLAIMANTS, /* how many claim */
    FOUND_CLAIM,
    FOUND_CLAIMANT_TAG,
    FOUND_RESPONDENT_TAG,
    FOUND_RESPONDENT_KIND,
    FOUND_WORK_INJURY,
    FOUND_EMPLOYED_FROM,
    FOUND_NO_DISPUTE,
    FOUND_MONEY, /* every amount */
    FOUND_DATE,
    FOUND_PERIOD,
    FOUND__COUNT
};

/* What an amount is in its sentence. X(ID, "word") */
#define FOUND_ROLES(X)                                                                             \
    X(PLAIN, "other")                                                                              \
    X(CLAIMED, "claimed")                                                                          \
    X(TOTAL, "total")                                                                              \
    X(OWED, "owed")                                                                                \
    X(PAID, "paid")                                                                                \
    X(BASE, "base")                                                                                \
    X(PRICE, "price")                                                                              \
    X(RATE, "rate")                                                                                \
    X(RANGE, "range")                                                                              \
    X(DERIVED, "derived")
#define X(id, word) ROLE_##id,
enum found_role { FOUND_ROLES(X) ROLE__COUNT };
#undef X
extern const struct fl_vocab found_roles;

/* How exactly a date was given. */
enum found_precision { TO_THE_DAY, TO_THE_MONTH, TO_THE_YEAR };

struct found_item {
    uint8_t kind;     /* enum found_kind */
    uint8_t which;    /* FACT: the fact; MONEY: its role; DATE, PERIOD: its precision */
    uint8_t sure;     /* per cent: how often words like these mean this (docs/narratives.md) */
    bool about;       /* MONEY: 多、余、左右 */
    int64_t value;    /* fen, number, word of the list, day; bool 0/1 */
    int64_t end;      /* PERIOD: its last day, INT64_MAX: to this day (至今) */
    uint32_t at, len; /* the words: bytes of the narrative */
};

/* The findings in the order of kind, which, place: the same text gives the same bytes. */
struct found {
    int n;
    struct found_item items[FOUND_MAX];
};

/* Reads a narrative. `filed_on` gives 去年 and 三月 their year; FL_NO_DAY: such dates are not read.
 * Without phrases only numbers and dates are found. Linear in the length of the text; memory from the
 * arena only. */
struct found *found_read(const struct phrases *phrases, const struct text *text, fl_day filed_on,
                         struct arena *arena);
/* Adds one finding; false when there is no room, or when the same one stands already. */
bool found_add(struct found *found, const struct found_item *item);
/* The finding of a kind (and fact), or NULL. */
const struct found_item *found_of(const struct found *found, enum found_kind kind, int which);

/* The findings as one JSON object, name → {value, words, at, bytes, confidence}. With text NULL: without the
 * words, which is how findings are stored. A text that is not the one they were found in is taken for NULL
 * when a finding lies beyond its end. */
void found_put(const struct found *found, const char *text, struct buf *buf);
/* Its name there ("wage_iou", "claimants.count"), its value, the members of one finding, and the member of the
 * document that it stands for ("facts.wage_iou"). */
const char *found_name(const struct found_item *item);
void found_put_value(const struct found_item *item, struct buf *buf);
void found_put_item_members(const struct found_item *item, const char *text, struct buf *buf);
void found_member(const struct found_item *item, struct buf *buf);     /* the bare name */
void found_put_member(const struct found_item *item, struct buf *buf); /* "member": the name */
/* How many bytes of its words are shown: FOUND_MAX_WORDS at most, at a whole character. */
size_t found_shown(const struct found_item *item, const char *text);
/* Out of the stored form; false when it is not of that form. */
bool found_take(const cJSON *node, struct found *ret);

#endif
