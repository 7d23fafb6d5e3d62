/* A dispute of past years with its whole history, checked, before it is stored. */
#ifndef ENGINE_IMPORT_BROUGHT_H
#define ENGINE_IMPORT_BROUGHT_H

#include "engine/access/keys.h"
#include "engine/import/rows.h"
#include "engine/policy/policy.h"
#include "fenliu/adapter.h"

/* Whoever holds what was accepted long ago by somebody the file does not name. */
#define IMPORT_HOLDER "imported"
/* What stands where a party's name would: nobody is invented. */
#define IMPORT_NO_NAME "（未载明）"
/* The rule that imported decisions name. */
#define IMPORT_RULE "IMPORT"

/* What was performed of an agreement, voluntarily. */
enum brought_performed { BROUGHT_NONE, BROUGHT_PART, BROUGHT_WHOLE };
extern const struct fl_vocab brought_performed_words;

struct brought_visit {
    long line;
    enum fl_channel channel;
    enum fl_procedure procedure;
    bool fast_track;
    const struct fl_outcome_row *outcome; /* NULL: still open */
    const char *reason, *mediator, *body;
    int64_t entered_at, accepted_at, concluded_at; /* PG_NULL_NUMBER: not yet */
    const char *docket, *docket_word;              /* NULL: none */
    int docket_year, docket_number;
    struct fl_decision decision;
    fl_day due_on; /* of what is open and accepted; else FL_NO_DAY */
    /* of an agreement; false: nothing is said of its performance, and it counts as neither due nor performed */
    bool performance_told;
    fl_day perform_by; /* FL_NO_DAY: not said */
    enum brought_performed performed;
    int64_t performed_at; /* PG_NULL_NUMBER: not performed, or on a day that is not known */
    int64_t referral_id, decision_id, claim;
    int64_t entered_event, accepted_event, concluded_event, performed_event;
};

struct brought {
    long line;
    const char *court, *source, *ref;
    struct fl_case c; /* parties with the names that were given, or IMPORT_NO_NAME */
    bool named[FL_SIDE__COUNT];
    int cause_list, cause; /* -1: none */
    enum fl_domain domain; /* -1 cast: none */
    int64_t withdrawn_at;  /* PG_NULL_NUMBER */
    int64_t closed_at;     /* PG_NULL_NUMBER: open */
    enum fl_dispute_state state;
    struct brought_visit *visits;
    int n_visits;
    uint8_t hash[SEAL_MAC_SIZE];
    struct buf document; /* the skeleton that is stored; brought_done frees it */
    int64_t dispute_id, closed_event;
    bool stored; /* false: a duplicate, or refused */
};

/* The faults of a dispute, all at once. */
struct import_faults {
    struct arena *arena;
    struct import_fault list[FL_MAX_FAULTS];
    int n;
};

/* From its rows. True when there is no fault; then brought_done gives back. Everything lives in the arena. */
bool brought_read(const struct policy *policy, const struct keys *keys,
                  const struct mapping *mapping, int64_t now, const struct import_row *rows, int n,
                  struct arena *arena, struct brought *ret, struct import_faults *faults);
void brought_done(struct brought *brought);

void import_fault_add(struct import_faults *faults, const struct import_row *row,
                      enum import_member member, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A day out of a cell: see mapping.h for the forms; with a time of day where the cell has one, else *ret_has_time is
 * false and *ret_ms its first moment. */
bool import_moment(const struct mapping *mapping, const char *text, int64_t *ret_ms,
                   bool *ret_has_time);
/* "12,345.67" yuan into fen. */
bool import_yuan(const char *text, int64_t *ret_fen);
/* （2021）湘0204民诉前调12号 into its parts, by the form of the policy for this court; half-width brackets too. */
bool import_docket(const struct policy *policy, const char *court, const char *text,
                   struct arena *arena, struct brought_visit *ret);

#endif
