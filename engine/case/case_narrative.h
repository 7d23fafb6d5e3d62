/* Reads the narrative of a case, once, when it comes in. */
#ifndef ENGINE_CASE_NARRATIVE_H
#define ENGINE_CASE_NARRATIVE_H

#include "engine/base/arena.h"
#include "engine/policy/policy.h"

struct model;

/* Sets c->reading, in the arena. Without a cause: what the narrative is about and all that it says. With a
 * cause: only what speaks against the cause or against what was given, so that a case that agrees with itself
 * costs no storage. Nothing is set without a narrative, or when the policy has no phrases to read it with.
 * `model` may be NULL: then nothing is classified. */
void case_narrative(const struct policy *policy, const struct model *model, struct fl_case *c,
                    struct arena *arena);

#endif
