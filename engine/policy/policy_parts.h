/* The inside of a compiled policy: what the loader (policy_*.c, causes.c, calendar.c) makes and
 * what decide*.c, missing.c and explain.c read. Nobody else includes this; how it is loaded is
 * policy_loader.h.
 *
 * A condition is first a tree (struct cond) with parameters by name, as written. For each edition -
 * an interval of days in which the same rules stand and every parameter has one value - the tree
 * becomes a short run of tests (struct test), each with the place to go when it holds and when it
 * does not; so a decision allocates nothing and compares no strings. Everything lives in the
 * policy's arena. */
#ifndef ENGINE_POLICY_PARTS_H
#define ENGINE_POLICY_PARTS_H

#include <stdatomic.h>

#include "engine/base/arena.h"
#include "engine/base/json.h"
#include "engine/policy/policy.h"

struct phrases;

#define DAY_OPEN INT32_MAX /* no last day */

/* The stages in the order in which they run. X(ID, "name", collects, "中文") */
#define POLICY_STAGES(X)                                                                           \
    X(NATURE, "nature", false, "纠纷性质")                                                         \
    X(ROUTE, "route", false, "分流去向")                                                           \
    X(PROCEDURE, "procedure", false, "审理程序")                                                   \
    X(FAST_TRACK, "fast_track", false, "速裁")                                                     \
    X(FLAGS, "flags", true, "提示")                                                                \
    X(LIMITS, "limits", true, "期限")                                                              \
    X(DOCKET, "docket", false, "案号")
#define X(id, name, collects, zh) STAGE_##id,
enum stage { POLICY_STAGES(X) STAGE__COUNT };
#undef X
struct stage_info {
    const char *name, *zh;
    bool collects; /* every rule that holds counts; else the first one alone */
};
extern const struct stage_info policy_stages[STAGE__COUNT];

/* What the narrative told, where the cause was not given. X(ID, "name", "中文") */
#define POLICY_NARRATIVES(X)                                                                       \
    X(UNREAD, "unread", "未阅读")                                                                  \
    X(SURE, "sure", "看得出案由")                                                                  \
    X(UNSURE, "unsure", "看不准案由")                                                              \
    X(NO_DISPUTE, "no_dispute", "看来不是纠纷")
#define X(id, name, zh) NARRATIVE_##id,
enum narrative { POLICY_NARRATIVES(X) };
#undef X
extern const struct fl_vocab policy_narratives;

struct article {
    const char *key; /* "law article" */
    const char *text;
    fl_day from, to;
    bool unconfirmed;
};

enum param_unit {
    PARAM_FEN,
    PARAM_DAYS,
    PARAM_WORKING_DAYS,
    PARAM_MONTHS,
    PARAM_COUNT,
    PARAM_PERCENT,
    PARAM__COUNT
};
extern const struct fl_vocab policy_units;
struct param_value {
    fl_day from, to;
    int64_t value;
    const char *basis;
    const char *status; /* found, derived, unconfirmed */
};
struct param_row {
    const char *name, *about;
    enum param_unit unit;
    struct param_value *values; /* in order of days, never overlapping */
    int n_values;
};

/* A list of causes (案由) and the ways into it. */
struct alias {
    const char *name;
    int cause;
};
struct cause_list {
    const char *name;
    fl_day from, to;
    struct cause *causes;
    int n;
    int *by_code, *by_name; /* indexes, sorted by strcmp */
    int *same_in_former;    /* index in the list before, -1: none or not unique */
    struct alias *aliases;  /* sorted by name */
    int n_aliases;
};
struct cause_set { /* a named set; bits[list] is NULL when the set says nothing of that list */
    const char *name;
    uint64_t **bits;
};

/* Working days by look-up over the years a case can touch; beyond them by weekday alone. */
struct calendar {
    fl_day data_first, data_last; /* the years for which holidays are known */
    fl_day first, last;           /* of the tables */
    int32_t *next_work;           /* the first working day on or after */
    int32_t *count;               /* working days from `first` up to and including the day */
    int32_t *nth;                 /* day of the n-th working day, from 1 */
};

/* --- conditions as written --- */
enum op {
    OP_FACT,   /* bit of the fact's value in mask; bit 63 is unknown */
    OP_WITHIN, /* the period after date fact `what` has not ended before as_of */
    OP_PAST,   /* it has */
    OP_NEAR,   /* not past, and ends within `near` after as_of */
    OP_CAUSE,  /* column `what` of the row of the cause's class */
    OP_CAUSE_UNKNOWN,
    OP_DOMAIN, /* bit 63 is unknown */
    OP_CLAIMS_ANY,
    OP_CLAIMS_ALL,
    OP_CLAIMS_ONLY,
    OP_CLAIMS_UNKNOWN,
    OP_TAGS_ANY,
    OP_TAGS_ALL, /* of `side`: 0, 1, 2 both */
    OP_KINDS_ANY,
    OP_KINDS_ONLY,
    OP_COUNT, /* lo … hi */
    OP_AMOUNT,
    OP_AMOUNT_UNKNOWN,
    OP_LARGEST,
    OP_LARGEST_UNKNOWN, /* lo … hi */
    OP_HISTORY,
    OP_HISTORY_LAST,
    OP_HISTORY_NONE,
    OP_NATURE,
    OP_CHANNEL,
    OP_PROCEDURE,
    OP_FAST_TRACK, /* outputs of earlier stages, by mask */
    OP_ALIAS,
    OP_CROSSWALK_LOST,
    OP_CONTRADICTED,
    OP_CALENDAR_MISSING,
    OP_NARRATIVE, /* enum narrative by mask */
    OP_NARRATIVE_CONTRADICTS,
    OP_CAUSE_MISMATCH
};
#define BIT_UNKNOWN (UINT64_C(1) << 63)

/* A number as written: itself, or a parameter of the day, times something. */
struct num {
    bool given;
    int param; /* -1: value stands */
    int64_t value, times;
};
struct period {
    struct num length;
    enum fl_unit unit;
};
struct leaf {
    enum op op;
    int what, side;
    uint64_t mask;
    uint32_t channels, procedures, outcomes;
    struct num min, max, above, below;
    struct period period, near;
    uint64_t **causes; /* per list, NULL where the rule never stands */
};
struct cond {
    enum { COND_ALL, COND_ANY, COND_NOT, COND_TEST } kind;
    struct cond *first, *next; /* children; sibling */
    int size;                  /* tests below */
    struct leaf leaf;
};

struct example {
    const char *as_of;
    const char *json; /* the whole example, compact */
};

struct rule {
    const char *file, *id, *title, *en, *text;
    const char **basis; /* keys of articles */
    int n_basis;
    fl_day from, to;
    bool unconfirmed;
    enum stage stage;
    int order; /* within the pack, from 0 */

    struct cond *when; /* COND_ALL; its children are the parts, in this order */
    int n_parts;
    const char **part_name, **part_json; /* member and condition as written, for people */
    const char *then_json;

    int nature, channel, procedure, fast_track; /* -1 not said */
    const char *flag, *what, *from_event, *word;
    int priority;
    struct num length;
    enum fl_unit unit;

    struct example *examples;
    int n_examples;
};

/* --- conditions as run --- */
#define GOTO_YES 0xFFFF
#define GOTO_NO  0xFFFE
struct test {
    uint8_t op, side;
    uint16_t yes, no; /* next test of the rule, or GOTO_… */
    uint16_t what;
    uint64_t member; /* bit of the member of the case that is read, for missing */
    union {
        uint64_t mask;
        struct {
            int64_t lo, hi;
        } range;
        struct {
            uint32_t channels, procedures, outcomes;
        } past;
        struct {
            int32_t length, near;
            uint8_t unit, near_unit;
        } period;
    } u;
};

/* A rule as it stands in an edition. */
struct standing {
    const struct rule *rule;
    const struct test *tests;
    int n_tests;
    const uint16_t *parts; /* first test of each part, and one more: n_tests */
    int16_t nature, channel, procedure, fast_track;
    int length;
    const char *text, *basis; /* parameters printed in; articles of these days */
    bool of_narrative;        /* one of its tests is narrative_contradicts */
};

#define EDITION_MAX_PERIODS 16
struct edition {
    fl_day from, to;
    int list; /* the list of causes in force */
    /* per cent, from parameters narrative.…; 101 without: never */
    int min_confidence, mismatch_confidence, no_dispute_confidence;
    int contradiction_sure, contradiction_amount_sure;
    struct standing *rules;
    int stage[STAGE__COUNT + 1]; /* first rule of each stage */
    uint64_t reads;              /* members that some rule reads */

    int columns;        /* words of a row of cause bits */
    uint16_t *class_of; /* cause → class; class 0 is: no cause known */
    uint64_t *rows;     /* class × columns */
    int n_classes;
    int *representative; /* class → a cause, -1 for class 0 */

    int64_t *amounts; /* every boundary and one fen to either side, sorted */
    int n_amounts;
    struct { /* boundaries of the date facts */
        int fact;
        enum op op;
        int32_t length, near;
        enum fl_unit unit, near_unit;
    } * periods;
    int n_periods;
};

/* A finding that rules may use instead of a fact that was not given (found.json). */
enum take_needs { TAKE_NOTHING, TAKE_WORDS, TAKE_DOMAIN, TAKE_CAUSE, TAKE__COUNT };
struct take {
    const char *id, *member, *why;
    const struct fl_vocab *words; /* of its values; NULL: true and false, a number or a day */
    int kind, which;              /* enum found_kind; of FOUND_FACT the fact */
    uint64_t values;              /* bits */
    int min_sure;                 /* per cent */
    enum take_needs
        needs; /* NOTHING: never used; DOMAIN, CAUSE: the text is surely of that domain, of a cause */
    uint32_t domains;
    fl_day from, to;
};

struct policy {
    atomic_int holders;
    struct arena arena;
    const char *name_hash; /* "hunan@9f2c41d0" */
    char hash[65];
    const char *name, *title;
    fl_day from, to; /* days the pack covers */

    struct article *articles; /* sorted by key, then day */
    int n_articles;
    struct param_row *params;
    int n_params;
    struct cause_list *lists;
    int n_lists;
    struct cause_set *sets;
    int n_sets;
    struct calendar calendar;

    const char *docket_format;
    struct {
        const char *prefix, *code;
    } * court_codes;
    int n_court_codes;
    struct {
        const char *court, *zh, *en;
    } * court_names;
    int n_court_names;
    int fails[FL_MAX_CHANNELS]; /* outcome that is tried for if_fails, -1: none */

    uint8_t ask[FL_MEMBER__COUNT]; /* members in the order in which missing ones are asked for */

    const char **natures; /* the words that stage nature can say */
    int n_natures;
    struct fl_word *nature_names; /* what people call them */
    int n_nature_names;
    struct rule **rules; /* in stage order, then as written */
    int n_rules;
    struct edition *editions; /* in order of days, no gaps */
    int n_editions;

    const struct phrases *phrases; /* what narratives are read with; NULL: they are not */
    const char ***phrase_rows;     /* the table as written, for people */
    int n_phrase_rows;
    struct take *takes; /* what of it rules may use; the first row that fits counts */
    int n_takes;

    /* What an outcome of the history says about facts: fact, value; fact -1: nothing. */
    struct {
        int fact, value;
    } history_fact[FL_MAX_CHANNELS][FL_MAX_OUTCOMES];
};

/* The edition of a day, or NULL outside the days the pack covers. */
const struct edition *policy_edition(const struct policy *policy, fl_day day);

/* What rules may use of a narrative on a day, as a list; and how that and the words that show a fact differ
 * between two packs: sentences; how many. */
void policy_show_found(const struct policy *policy, fl_day as_of, struct buf *buf);
int policy_diff_found(const struct policy *one, const struct policy *two, fl_day as_of,
                      struct buf *buf);

int param_find(const struct policy *policy, const char *name, size_t len);
const struct param_value *param_on(const struct param_row *row, fl_day day);
int cause_set_find(const struct policy *policy, const char *name);
int cause_words(const struct policy *policy, int list); /* uint64_t words of a set of causes */
/* The period as the case sees it, without the next working day: for `until` and for tests. */
fl_day period_end(const struct calendar *calendar, fl_day event, int length, enum fl_unit unit);

static inline bool
bit_get(const uint64_t *bits, int n)
{
    return bits[n >> 6] >> (n & 63) & 1;
}
static inline void
bit_set(uint64_t *bits, int n)
{
    bits[n >> 6] |= UINT64_C(1) << (n & 63);
}

#endif
