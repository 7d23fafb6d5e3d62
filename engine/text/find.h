/* What the finders of one narrative share. Private to engine/text/find_*.c. */
#ifndef ENGINE_FIND_H
#define ENGINE_FIND_H

#include "engine/text/find_number.h"
#include "engine/text/found.h"
#include "engine/text/phrases.h"

/* Characters before an amount, date or number in which its words are looked for. */
#define FIND_REACH  60
#define NUMBERS_MAX 8192 /* of one narrative; what comes later is left out */

/* A word of enum phrase_cue at its place. */
struct cue {
    int32_t from, to;
    uint8_t cue;
};

struct date {
    int32_t from, to;
    fl_day first, last; /* equal when it is given to the day */
    enum found_precision precision;
};

struct find {
    const struct phrases *phrases;
    const struct text *text;
    struct arena *arena;
    fl_day filed_on;
    struct found *found;

    int32_t *clause, *sentence; /* of each character, running numbers */
    uint8_t *asked;             /* of each clause: it is a question */
    bool dispute;               /* a dispute is told somewhere, and not only supposed */
    struct mark *marks;
    int n_marks;
    struct cue *cues;
    int n_cues;
    int32_t *first_cue; /* of each character: the first cue that begins at or behind it; n + 1 */
    struct number *numbers; /* all of them, in the order of the text; the parts of a date, too */
    int n_numbers;
    struct date *dates;
    int n_dates;
};

/* find.c: what stands around a place */
/* The last cue of a set (bits of enum phrase_cue) that ends at or before `at`, in the same sentence and
 * within FIND_REACH; NULL. */
const struct cue *cue_before(const struct find *find, int at, uint32_t set);
/* One that begins at `at` exactly; the longest. */
const struct cue *cue_here(const struct find *find, int at, uint32_t set);
#define CUE(name)   (UINT32_C(1) << CUE_##name)
#define CUE_NOTHING 31 /* in no set */
_Static_assert(CUE__COUNT <= CUE_NOTHING, "a cue too many for the bits of a set");
/* Adds a finding whose words are the characters from … to. */
void find_add(struct find *find, struct found_item item, int from, int to);

void
find_phrases(struct find *find);    /* find_phrase.c: what phrases show, once the dates are known */
void find_dates(struct find *find); /* find_date.c */
void find_amounts(struct find *find); /* find_amount.c, with find_money.c and find_claimed.c */
void find_people(struct find *find);  /* find_people.c: how many claim */

#endif
