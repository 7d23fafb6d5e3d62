/* The case document: its table of members, and what holds between them. */
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "fenliu/limits.h"

#define INTO(member) offsetof(struct fl_case, member)

const struct member case_members[] = {
    {"source",      read_source, 1, FL_MAX_SOURCE, INTO(source), true, false},
    {"ref",            read_text, 1, FL_MAX_REF, INTO(ref), true, false},
    {"court", read_digits, 6, 6, INTO(court), true, false},
    {"filed_at",        read_filed_at, 0, 0, 0, true, false},
    {"street",         read_digits, 9, 9, INTO(street), false, false},
    {"community",            read_digits, 12, 12, INTO(community), false, false},
    {"claimants",    read_parties, 1, FL_MAX_PARTIES, 0, true, false},
    {"respondents",        read_parties, 0, FL_MAX_PARTIES, 0, false, false},
    {"cause",       read_cause, 0, 0, 0, false, false},
    {"claims",            read_claims, 0, FL_CLAIM__COUNT, INTO(claims), false, false},
    {"amount_fen",  read_amount, 0, 0, INTO(amount_fen), false, false},
    {"amounts_fen",        read_amounts, 0, 0, INTO(amounts_fen), false, false},
    {"narrative",    read_bytes, 0, FL_MAX_NARRATIVE, INTO(narrative), false, true},
    {"facts",            read_facts, 0, 0, INTO(fact), false, false},
    {"history",            read_history, 0, FL_MAX_HISTORY, 0, false, false},
    {0       },
};

/* What was never said: unknown, which is not zero. */
static void
case_blank(struct fl_case *c)
{
    memset(c, 0, sizeof *c);
    c->filed_on = FL_NO_DAY;
    c->cause_list = c->cause = -1;
    c->amount_fen = -1;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        c->amounts_fen[i] = -1;
    for (int i = 0; i < FL_FACT__COUNT; i++)
        c->fact[i] = FL_UNKNOWN;
}

static bool
is_blank(const char *text)
{
    return !text || text[strspn(text, " \t\r\n")] == 0;
}

/* The sum of the items may not be more than all that is claimed. */
static void
amounts_finish(struct reader *r)
{
    static const struct path here = {NULL, "amounts_fen", 0};
    int64_t sum = 0;

    for (int i = 0; i < FL_CLAIM__COUNT; i++) /* 26 times 2^53 is within 2^63 */
        if (r->c->amounts_fen[i] > 0)
            sum += r->c->amounts_fen[i];
    if (r->c->amount_fen >= 0 && sum > r->c->amount_fen)
        fault(r, &here, "the items sum up to %lld fen, more than amount_fen", (long long)sum);
}

/* Without a street or community of its own, a case lies where its first claimant lives. */
static void
place_finish(struct reader *r)
{
    struct fl_case *c = r->c;
    const char *division = c->n_parties && c->count[FL_CLAIMANT] ? c->parties[0].division : NULL;
    size_t len = division ? strlen(division) : 0;

    if (!c->street && c->community)
        c->street = arena_copy(r->arena, c->community, 9);
    if (!c->street && len >= 9)
        c->street = arena_copy(r->arena, division, 9);
    if (!c->community && len == 12 && strncmp(c->street, division, 9) == 0)
        c->community = division;
}

static void
subject_finish(struct reader *r, const cJSON *doc)
{
    bool unread = json_get(doc, "narrative") && !r->c->narrative; /* a fault of its own */

    if (r->c->narrative)
        r->c->narrative_len = strlen(r->c->narrative);
    if ((r->form == CASE_FULL || r->form == CASE_HELD) && !r->cause && !unread &&
        is_blank(r->c->narrative))
        fault(r, NULL, "a case needs a cause or a narrative");
}

int
case_read(const struct policy *policy, const cJSON *doc, enum case_form form, const char *base,
          struct arena *arena, struct fl_case *ret, struct fl_error *err)
{
    struct fl_case c;
    struct reader r = {.policy = policy, .arena = arena, .form = form, .base = base, .c = &c};
    int code;

    case_blank(&c);
    faults_init(&r.faults, arena);
    if (walk_object(&r, doc, NULL, case_members, &c)) {
        parties_finish(&r);
        cause_finish(&r);
        amounts_finish(&r);
        place_finish(&r);
        subject_finish(&r, doc);
    }
    code = faults_result(&r.faults, err);
    if (!code)
        *ret = c;
    return code;
}
