/* What a narrative is about: domain, scope, cause, and how far that can be trusted.
 *
 * A linear model over hashed character n-grams and a legal lexicon, and the structure of the case
 * (kinds and tags of the parties, claims). Pure: no clock, no database; memory from the arena only. */
#ifndef ENGINE_CLASSIFY_H
#define ENGINE_CLASSIFY_H

#include "engine/base/arena.h"
#include "engine/policy/policy.h"
#include "engine/text/model.h"
#include "engine/text/text.h"

#define CLASSIFY_TOP 5

struct cause_guess {
    int cause; /* in the list cause_list */
    double confidence;
};

struct classification {
    enum fl_domain domain; /* never unknown, but confidence may be next to nothing */
    enum fl_scope scope;   /* one that the domain allows */
    double confidence;     /* that domain and scope are right: calibrated, 0 … 1 */
    double
        domain_share[FL_DOMAIN__COUNT]; /* what speaks for each domain; with no_dispute 1 in all */
    double no_dispute;       /* what speaks for a text that is no dispute of any domain */
    int cause_list;          /* in force on the day, -1: none */
    int cause;               /* the likeliest cause of that domain; -1 for domains without causes */
    double cause_confidence; /* that it is right, domain included */
    struct cause_guess top[CLASSIFY_TOP]; /* the likeliest first, top[0] is `cause` */
    int n_top;
};

/* c may be NULL or lack anything: what is absent says nothing. Its cause and narrative are not
 * looked at. */
void classify(const struct model *model, const struct policy *policy, const struct text *text,
              const struct fl_case *c, fl_day day, struct arena *arena, struct classification *ret);

/* How strongly the text speaks against a cause that was given: 0 (not at all) … 1 (the text is surely about
 * something of another domain). For a flag; the given cause still decides. */
double classify_doubt(const struct classification *found, const struct cause *given);

#endif
