/* The examples of rules, run: a partial case laid over a minimal valid one, decided, compared. */
#ifndef ENGINE_POLICY_EXAMPLE_H
#define ENGINE_POLICY_EXAMPLE_H

#include "engine/policy/policy_parts.h"

/* Reads the case of an example. The strings live in the arena. */
int example_case(const struct policy *policy, const cJSON *example, struct arena *arena,
                 struct fl_case *ret, fl_day *ret_as_of, struct fl_error *err);

/* Runs one example and compares it with what it expects. 0, or FL_E_POLICY with the first
 * difference. When `reached` is given, it marks by rule->order every rule that held. */
int example_run(const struct policy *policy, const struct example *example, uint8_t *reached,
                struct arena *arena, struct fl_error *err);

#endif
