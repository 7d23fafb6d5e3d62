/* What the members of a case say beside its text: who stands on which side, tags, claims. */
#ifndef ENGINE_STRUCTURE_H
#define ENGINE_STRUCTURE_H

#include "engine/text/model_parts.h"
#include "fenliu/case.h"

/* Adds the logarithms of how likely what is there would be in each class; what is absent says nothing. */
void structure_add(const struct structure_weights *weights, const struct fl_case *c,
                   double ret[MODEL_COLUMNS]);

/* The bodies of a pair of parties, in the order in which the most telling of one side counts. */
enum structure_body {
    SIDE_NOBODY,
    SIDE_PERSON,
    SIDE_COMPANY,
    SIDE_INSTITUTION,
    SIDE_GOVERNMENT,
    SIDE_VILLAGE
};
enum structure_body structure_body_of(uint32_t kinds);
extern const char *const structure_body_names[STRUCTURE_BODIES];

#endif
