/* The cause of action (案由): by version and code, or by name, in the list in force on the day of
 * filing. */
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "engine/base/day.h"
#include "fenliu/limits.h"

struct cause_given {
    const char *version, *code, *name;
};

#define INTO(member) offsetof(struct cause_given, member)

enum { LONGEST_VERSION = 16, LONGEST_CODE = 16, LONGEST_CANDIDATES = 400 };

const struct member cause_members[] = {
    {"version",      read_text, 1, LONGEST_VERSION, INTO(version), false, false},
    {"code",             read_text, 1, LONGEST_CODE, INTO(code), false, false},
    {"name", read_text, 1, FL_MAX_NAME, INTO(name), false, false},
    {0        },
};

static const struct path at_cause = {NULL, "cause", 0}, at_version = {&at_cause, "version", 0},
                         at_code = {&at_cause, "code", 0}, at_name = {&at_cause, "name", 0};

void
read_cause(struct reader *r, const cJSON *node, const struct path *path,
           const struct member *member, void *into)
{
    (void)path;
    (void)member;
    (void)into;
    r->cause = node;
}

/* The candidates, cut at a whole character so that the sentence stays valid UTF-8. */
static int
fitting(const struct buf *candidates)
{
    size_t len = candidates->len;

    if (len > LONGEST_CANDIDATES)
        for (len = LONGEST_CANDIDATES; ((unsigned char)candidates->data[len] & 0xC0) == 0x80;)
            len--;
    return (int)len;
}

static int
by_name(struct reader *r, int list, const char *name)
{
    const char *list_name = policy_cause_list_name(r->policy, list);
    struct buf candidates = {0};
    bool alias = false;
    int cause = policy_cause_by_name(r->policy, list, name, &alias, &candidates);

    if (cause == -1) {
        causes_near(r->policy, list, name, &candidates);
        fault(r, &at_name, "the list of %s has no such cause%s%.*s", list_name,
              candidates.len ? "; near: " : "", fitting(&candidates),
              candidates.data ? candidates.data : "");
    } else if (cause < 0)
        fault(r, &at_name, "several causes of the list of %s have this name: %.*s; give the code",
              list_name, fitting(&candidates), candidates.data ? candidates.data : "");
    else
        r->c->cause_aliased = alias;
    buf_done(&candidates);
    return cause;
}

static int
by_code(struct reader *r, int list, const struct cause_given *given)
{
    int cause = policy_cause_by_code(r->policy, list, given->code);
    bool alias;

    if (cause < 0) {
        fault(r, &at_code, "the list of %s has no such code",
              policy_cause_list_name(r->policy, list));
        return -1;
    }
    if (given->name && strcmp(given->name, policy_cause(r->policy, list, cause)->name) != 0 &&
        policy_cause_by_name(r->policy, list, given->name, &alias, NULL) != cause) {
        fault(r, &at_name, "is not the name of the code given, which is %s",
              policy_cause(r->policy, list, cause)->name);
        return -1;
    }
    return cause;
}

void
cause_finish(struct reader *r)
{
    struct cause_given given = {0};
    int faults = r->faults.n, list, cause;
    char day[11];

    if (!r->cause || !walk_object(r, r->cause, &at_cause, cause_members, &given) ||
        r->faults.n > faults)
        return;
    if (!given.code && !given.name)
        fault(r, &at_cause, "needs version and code, or name");
    if (given.code && !given.version)
        fault(r, &at_version, "is required with a code: numbers differ from list to list");
    if (r->faults.n > faults || r->c->filed_on == FL_NO_DAY)
        return;
    list = policy_cause_list_on(r->policy, r->c->filed_on);
    if (list < 0) {
        fault(r, &at_cause, "no list of causes is in force on %s", day_print(r->c->filed_on, day));
        return;
    }
    if (given.version && strcmp(given.version, policy_cause_list_name(r->policy, list)) != 0) {
        fault(r, &at_version, "the list in force on %s is %s", day_print(r->c->filed_on, day),
              policy_cause_list_name(r->policy, list));
        return;
    }
    cause = given.code ? by_code(r, list, &given) : by_name(r, list, given.name);
    if (cause < 0)
        return;
    r->c->has_cause = true;
    r->c->cause_list = list;
    r->c->cause = cause;
    r->c->cause_given = given.name ? given.name : given.code;
}
