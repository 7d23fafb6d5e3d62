/* The examination of a loaded policy beyond what loading refuses: examples, shadowed and unreached
 * rules. */
#ifndef ENGINE_POLICY_CHECK_H
#define ENGINE_POLICY_CHECK_H

#include "engine/policy/policy_parts.h"

struct policy_report {
    struct buf text; /* one line per fault, in the language of lang.h */
    int faults, examples;
};

/* Runs every example, looks for rules that an earlier one shadows, for duplicates and for rules
 * that no example reaches. The caller gives report->text back with buf_done. */
void policy_check(const struct policy *policy, struct policy_report *report);
/* Rules, parameter values and articles that are marked unconfirmed, one a line; returns how many.
 */
int policy_unconfirmed(const struct policy *policy, struct buf *buf);
/* The ladder of a day for people, and what changes from one policy to another. */
void policy_show(const struct policy *policy, fl_day as_of, struct buf *buf);
/* as_of FL_NO_DAY: rules of all days. Returns how many changes. */
int policy_diff(const struct policy *one, const struct policy *two, fl_day as_of, struct buf *buf);

#endif
