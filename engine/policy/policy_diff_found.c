/* What changes in the reading of narratives: the words that show a fact, and what of it rules may use. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/policy/policy_parts.h"

enum {
    WHAT,
    VALUE,
    WORDS,
    UNLESS,
    SURE,
    EXAMPLE,
    COLUMNS = EXAMPLE
}; /* an example changes nothing */

static bool
same_row(const char *const *one, const char *const *two)
{
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(one[i], two[i]))
            return false;
    return true;
}

static bool
has_row(const struct policy *policy, const char *const *row)
{
    for (int i = 0; i < policy->n_phrase_rows; i++)
        if (same_row(policy->phrase_rows[i], row))
            return true;
    return false;
}

/* The rows of one that are not in the other. */
static int
tell_rows(const struct policy *in, const struct policy *other, bool gained, struct buf *buf)
{
    int n = 0;
    for (int i = 0; i < in->n_phrase_rows; i++) {
        const char *const *row = in->phrase_rows[i];
        if (has_row(other, row))
            continue;
        n++;
        buf_print(
            buf,
            gained
                ? say("今后从陈述看出%s %s：%s\n", "Found in narratives from now on: %s %s by %s\n")
                : say("不再从陈述看出%s %s：%s\n", "No longer found in narratives: %s %s by %s\n"),
            row[WHAT], row[VALUE], row[WORDS]);
    }
    return n;
}

static const struct take *
take_find(const struct policy *policy, const char *id, fl_day as_of)
{
    for (int i = 0; i < policy->n_takes; i++)
        if (!strcmp(policy->takes[i].id, id) &&
            (as_of == FL_NO_DAY ||
             (as_of >= policy->takes[i].from && as_of <= policy->takes[i].to)))
            return &policy->takes[i];
    return NULL;
}

static bool
same_take(const struct take *one, const struct take *two)
{
    return one->kind == two->kind && one->which == two->which && one->values == two->values &&
           one->needs == two->needs && one->domains == two->domains &&
           one->min_sure == two->min_sure && one->from == two->from && one->to == two->to;
}

static int
tell_takes(const struct policy *in, const struct policy *other, fl_day as_of, bool second,
           struct buf *buf)
{
    int n = 0;
    for (int i = 0; i < in->n_takes; i++) {
        const char *id = in->takes[i].id;
        const struct take *here = take_find(in, id, as_of), *there = take_find(other, id, as_of);
        if (here != &in->takes[i] || (there && (second || same_take(here, there))))
            continue;
        n++;
        buf_print(
            buf,
            there ? say("陈述事项的取用%s有改动。\n", "What is used of narratives, %s, changes.\n")
            : second ? say("陈述事项的取用增加%s。\n", "What is used of narratives gains %s.\n")
                     : say("陈述事项的取用删去%s。\n", "What is used of narratives loses %s.\n"),
            id);
    }
    return n;
}

int
policy_diff_found(const struct policy *one, const struct policy *two, fl_day as_of, struct buf *buf)
{
    return tell_rows(one, two, false, buf) + tell_rows(two, one, true, buf) +
           tell_takes(one, two, as_of, false, buf) + tell_takes(two, one, as_of, true, buf);
}
