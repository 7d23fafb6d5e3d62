/* What the classifier and the trainer must do alike. */
#ifndef ENGINE_CLASSIFY_PARTS_H
#define ENGINE_CLASSIFY_PARTS_H

#include <math.h>
#include <stdbool.h>

#include "engine/text/features.h"

/* The value of every n-gram and of every mark of a text: together they weigh the same in a short text and in
 * a long one. */
#define MARK_GAIN  0.75
#define MARKS_MORE 4 /* so that a single mark is not everything */
static inline double
gram_value(const struct features *found)
{
    return found->n_grams ? 1 / sqrt((double)found->n_grams) : 0;
}
static inline double
mark_value(const struct features *found)
{
    return MARK_GAIN / sqrt((double)found->n_marks + MARKS_MORE);
}

/* By domain: it has causes that only a court may decide and causes that may be mediated. */
extern const bool domain_scope_open[FL_DOMAIN__COUNT];
/* By domain: the scope of all of it, or of most. */
extern const enum fl_scope domain_scope[FL_DOMAIN__COUNT];

/* What the scores of a text and the structure beside it come to. */
struct shares {
    double class[MODEL_CLASSES]; /* sum to 1 */
    double court_only;           /* within a domain that knows both scopes */
};
/* Scores divided by the temperatures, with what the structure says (NULL: nothing) added. */
void shares_of(const double scores[MODEL_COLUMNS], const double *structure, double temperature,
               double court_only_temperature, struct shares *ret);
/* The likeliest scope, and the likeliest domain that allows it. Returns the share of the two together. */
double shares_best(const struct shares *shares, enum fl_domain *ret_domain,
                   enum fl_scope *ret_scope);

/* How often a share was right: by the steps of the table, straight lines between. */
double reliable_at(const float right[RELIABLE_STEPS + 1], double share);

/* What the weights say for each column, bias included. */
void model_scores(const struct model *model, const struct features *found,
                  double ret[MODEL_COLUMNS]);

#endif
