/* What was read in a narrative: what it is about (classify.h) and what it says (found.h). Made once, when
 * a case comes in, and kept beside its document without a word of the text; every later decision, backtest
 * and explanation uses this and not today's model. */
#ifndef ENGINE_READING_H
#define ENGINE_READING_H

#include "engine/policy/policy.h"
#include "engine/text/found.h"

#define READING_TOP 5

struct reading {
    const char *model; /* hash of the model that read; NULL: none did, the rest of it is blank */
    enum fl_domain domain; /* -1 cast: unknown */
    enum fl_scope scope;
    double confidence, no_dispute;
    double doubt; /* how strongly the text speaks against the cause that was given; 0 without one */
    int cause_list; /* -1: none */
    struct {
        int cause; /* in cause_list */
        double confidence;
    } top[READING_TOP]; /* the likeliest first */
    int n_top;
    const struct found *found; /* never NULL */
};

/* Shares are kept to four places, so that what is decided of a reading today is decided of the stored one
 * tomorrow. */
double reading_share(double share);
void reading_put_share(struct buf *buf, const char *key, double share);

/* Without a model. */
void reading_blank(struct reading *ret, const struct found *found);
/* {"model", "domain", "scope", "confidence", "no_dispute", "doubt", "version", "top", "facts"}: how it is
 * stored; with the narrative the facts have their words, which is how it is shown to who may read it. */
void reading_put(const struct policy *policy, const struct reading *reading, const char *narrative,
                 struct buf *buf);
/* Out of that form; causes that the policy does not know are left out. False: not of that form. */
bool reading_take(const struct policy *policy, const cJSON *node, struct arena *arena,
                  struct reading *ret);
/* The classification for people and callers: domain, scope, confidence, and causes with their names. */
void reading_put_classification(const struct policy *policy, const struct reading *reading,
                                struct buf *buf);

#endif
