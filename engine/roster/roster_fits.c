/* Whether a mediator takes what waits in a pool: place and cause. */
#include <string.h>

#include "engine/roster/roster.h"

static bool
begins(const char *text, const char *front)
{
    return strncmp(text, front, strlen(front)) == 0;
}

/* A community begins with the digits of its street. Who serves a community takes also what is known to lie in its
 * street only, as nobody serves it better. */
static bool
fits_place(const struct roster_member *m, const char *street, const char *community)
{
    const char *place = community ? community : street;
    if (!place || !*m->streets)
        return true;
    for (char *const *served = m->streets; *served; served++)
        if (begins(place, *served) || begins(*served, place))
            return true;
    return false;
}

/* The index of a list by its name, up to a colon or the end; -1: the policy has none. */
static int
find_list(const struct policy *policy, const char *name, size_t len)
{
    for (int i = 0; i < policy_cause_lists(policy); i++) {
        const char *known = policy_cause_list_name(policy, i);
        if (strlen(known) == len && memcmp(known, name, len) == 0)
            return i;
    }
    return -1;
}

static bool
is_below(const struct policy *policy, int list, int cause, int above)
{
    while (cause >= 0 && cause != above)
        cause = policy_cause(policy, list, cause)->parent;
    return cause >= 0 && above >= 0;
}

/* Within a subtree that was named in another list: the cause is carried there by the crosswalk, or, where it has no
 * single match, the subtree is carried here. */
static bool
is_within(const struct policy *policy, int list, int cause, const char *declared)
{
    size_t len = strcspn(declared, ":");
    int there = find_list(policy, declared, len),
        above = there < 0 ? -1 : policy_cause_by_code(policy, there, declared + len + 1);
    if (above < 0)
        return false;
    return is_below(policy, there, policy_cause_carry(policy, list, cause, there), above) ||
           is_below(policy, list, cause, policy_cause_carry(policy, there, above, list));
}

static bool
fits_cause(const struct roster_member *m, const struct policy *policy, const char *cause_list,
           const char *cause)
{
    if (!*m->causes)
        return true;
    if (!cause || !cause_list)
        return false;
    int list = find_list(policy, cause_list, strlen(cause_list)),
        number = list < 0 ? -1 : policy_cause_by_code(policy, list, cause);
    for (char *const *declared = m->causes; number >= 0 && *declared; declared++)
        if (is_within(policy, list, number, *declared))
            return true;
    return false;
}

bool
roster_fits(const struct roster_member *m, const struct policy *policy, const char *street,
            const char *community, const char *cause_list, const char *cause)
{
    return fits_place(m, street, community) && fits_cause(m, policy, cause_list, cause);
}
