/* A channel: one of the bodies that take disputes, as tables. adapters/<channel>.c fills one struct
 * and a row of adapters/list.h names it; nothing else in the engine knows the channels one by one:
 * words, desk, configuration key, rights and statistics all come from here.
 *
 * The tables name things by their words. A word that fenliu/vocab.h has keeps its number; for another
 * the registry adds it, with the Chinese term that stands beside it here, before main() runs, so that
 * fl_word() and fl_word_find() know it like the others. From then on everything here is read only. */
#ifndef FENLIU_ADAPTER_H
#define FENLIU_ADAPTER_H

#include <stdbool.h>

#include "fenliu/vocab.h"

/* What follows an outcome. */
enum fl_follow {
    FL_FOLLOW_CLOSE,  /* the dispute is settled: closed */
    FL_FOLLOW_DECIDE, /* decide again with this outcome in the history, and hand over */
    FL_FOLLOW_CLERK   /* the reporter names channel and procedure (triage) */
};

/* What follows when the body's own system refuses a referral that was delivered to it. */
enum fl_refused {
    FL_REFUSED_POOL, /* the people of the body may pull it; its system is not asked again */
    FL_REFUSED_CLERK /* the body objects to the route: the routing clerk decides */
};

struct fl_outcome_row {
    const char *name; /* "agreed" */
    enum fl_follow follow;
    bool succeeded;       /* counts as a success of this channel */
    bool counts;          /* completes in the series of the channel (converted, transferred: not) */
    bool needs_reason;    /* one of `reasons` must be given, or words where there are no codes */
    bool takes_words;     /* its codes are few, and words do as well (sealed) */
    bool needs_procedure; /* converted: the named procedure; triage: channel and procedure */
    const char *zh;       /* the wording of the channel; NULL ends the table */
    enum fl_outcome outcome; /* the number of `name`, given at start */
};

/* Why something ended so: a code that an outcome may (or must) carry. */
struct fl_end_reason {
    const char *code; /* "far_apart"; NULL ends the table */
    const char *with; /* the outcomes that may carry it, by name: "failed expired" */
    bool succeeded;   /* makes a success of an outcome that else is none: settled by the parties */
    int fact; /* FL_REASON_FACT(…): true from now on (counterclaim …); 0: says nothing of facts */
    const char *zh, *basis;
    unsigned outcomes; /* bits (1u << fl_outcome) of `with`, given at start */
};
#define FL_REASON_FACT(id) (FL_FACT_##id + 1)

/* A procedure that a channel handles. */
struct fl_procedure_row {
    const char *name;            /* "union_mediation"; NULL ends the table */
    bool fast_track;             /* the fast track (速裁) is open to it */
    const char *zh;              /* for a word that fenliu/vocab.h has not */
    enum fl_procedure procedure; /* the number of `name`, given at start */
};

/* What ends a clock, so that its day no longer matters. */
enum fl_until {
    FL_UNTIL_OFFERED,   /* somebody was named for it */
    FL_UNTIL_ACCEPTED,  /* somebody took it on */
    FL_UNTIL_CONTACTED, /* the holder noted a contact */
    FL_UNTIL_CONCLUDED,
    FL_UNTIL_PERFORMED /* an agreement; no row of an adapter says so */
};

/* What follows by itself when the day has passed, beside the event deadline.passed. */
enum fl_passed {
    FL_PASSED_TELL,     /* nothing */
    FL_PASSED_ESCALATE, /* it stands on the clerk's list until a person has dealt with it */
    FL_PASSED_EXPIRE    /* after the days of grace: concluded `expired`, and handed over */
};

/* A clock of the decision that is watched here. */
struct fl_deadline_row {
    const char *what; /* `what` of a limit: "mediate"; an extension is the limit what_extension */
    enum fl_until until;
    enum fl_passed then;
    bool due; /* its day is the referral's due_on: the earliest of those that the decision has */
};

/* What stops the clocks: the days until it is over do not count. */
struct fl_pause_row {
    const char *code; /* "appraisal"; NULL ends the table */
    const char *zh, *basis;
};

struct fl_adapter {
    const char *name;    /* the word of the channel: "union" */
    const char *zh, *en; /* what the body is called; the term of a word that vocab.h has not */
    const char *desk_zh, *desk_en; /* its desk; the key of its endpoint is desk_<name> */
    const char *url;  /* where the desk listens unless the configuration says otherwise */
    bool clerks_only; /* rights: only clerks work here; else mediators and body systems too */
    struct fl_outcome_row *outcomes;
    struct fl_end_reason
        *reasons; /* NULL: no codes here. An outcome without codes takes a reason in
                                    * words, which is sealed */
    struct fl_procedure_row *procedures;
    const char *accept_param; /* policy parameter: working days to accept, "desk.accept_days" */
    const struct fl_deadline_row *deadlines; /* the clocks that are watched; ends with what NULL */
    const struct fl_pause_row *pauses;       /* what stops them; NULL: nothing */
    bool days_from_acceptance;               /* duration counted from acceptance; else from entry */
    const char *mediated_by; /* it mediates, and this is the fact mediated_by afterwards: its
                                * agreements and failures are mediation_history; NULL: it does not */
    enum fl_refused refused; /* by its own system */
    const char *system_zh, *system_en; /* the body's own system, where referrals are delivered to */
    enum fl_channel channel;           /* the number of `name`, given at start */
};

extern const struct fl_adapter *const fl_adapters[]; /* NULL-ended: adapters/registry.c */
const struct fl_adapter *fl_adapter_of(enum fl_channel channel); /* NULL: no desk (outside) */
const struct fl_outcome_row *
fl_adapter_outcome(const struct fl_adapter *adapter,
                   enum fl_outcome outcome); /* NULL: not of this channel */
/* A code among those that the outcome may carry; NULL: none such. */
const struct fl_end_reason *fl_adapter_reason(const struct fl_adapter *adapter,
                                              enum fl_outcome outcome, const char *code);
/* Does the outcome carry codes at all? */
bool fl_adapter_has_reasons(const struct fl_adapter *adapter, enum fl_outcome outcome);
/* Whether only clerks work in the channel, so that nothing is sent there from it; false for outside. */
bool fl_channel_of_clerks(enum fl_channel channel);
/* The row of a procedure in a channel (outside and triage too); NULL: not of this channel. */
const struct fl_procedure_row *fl_channel_procedure(enum fl_channel channel,
                                                    enum fl_procedure procedure);

#endif
