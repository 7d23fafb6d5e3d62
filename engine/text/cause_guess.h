/* The likeliest causes of a text whose domain and scope are known. */
#ifndef ENGINE_CAUSE_GUESS_H
#define ENGINE_CAUSE_GUESS_H

#include "engine/text/classify.h"
#include "engine/text/features.h"

/* By cause of the domain (model->header->cause_first): its share. In the arena. */
double *cause_shares(const struct model *model, const struct features *found, enum fl_domain domain,
                     enum fl_scope scope, struct arena *arena);

/* Fills cause_list, cause, cause_confidence, top and n_top of ret, whose other members stand. */
void cause_guess(const struct model *model, const struct policy *policy,
                 const struct features *found, fl_day day, struct arena *arena,
                 struct classification *ret);

#endif
