/* The table of rights, and what is printed and found from it. */
#include "engine/access/rights.h"

#include <string.h>

#define AT_LANES AT_COURT /* the desks of bodies: endpoint_class() */
#define AT_ALL   (AT_INTAKE | AT_DESKS)
#define HANDS    (ROLE_BIT(MEDIATOR) | ROLE_BIT(BODY_SYSTEM) | ROLE_BIT(CLERK))
#define READERS  (ROLE_BIT(INTAKE) | ROLE_BIT(CLERK) | ROLE_BIT(AUDITOR))
#define SENDERS  (ROLE_BIT(INTAKE) | ROLE_BIT(CLERK))

/* clang-format off */
const struct right rights[] = {
    {"server.info",         AT_ALL,    EVERY_ROLE,                    REACH_PUBLIC},
    {"policy.get",          AT_ALL,    EVERY_ROLE,                    REACH_ALL},
    {"clock.set",           AT_INTAKE, ROLE_BIT(ADMIN),               REACH_ALL},
    {"case.decide",         AT_INTAKE, SENDERS | ROLE_BIT(ANALYST),   REACH_ALL},
    {"case.submit",         AT_INTAKE, SENDERS,                       REACH_CASE},
    {"case.get",            AT_INTAKE, READERS,                       REACH_COURT},
    {"case.notice",         AT_INTAKE, SENDERS,                       REACH_COURT},
    {"case.search",         AT_INTAKE, ROLE_BIT(CLERK),              REACH_COURT},
    {"case.links",          AT_INTAKE, ROLE_BIT(CLERK),               REACH_COURT},
    {"case.link",           AT_INTAKE, ROLE_BIT(CLERK),               REACH_COURT},
    {"case.list",           AT_INTAKE, READERS,                       REACH_COURT},
    {"case.explain",        AT_INTAKE, READERS,                       REACH_COURT},
    {"case.amend",          AT_INTAKE, SENDERS,                       REACH_COURT},
    {"case.withdraw",       AT_INTAKE, SENDERS,                       REACH_COURT},
    {"case.reopen",         AT_INTAKE, SENDERS,                       REACH_COURT},
    {"case.confirm",        AT_INTAKE, SENDERS,                       REACH_COURT},
    {"case.object",         AT_INTAKE, SENDERS,                       REACH_COURT},
    {"event.since",         AT_ALL,    READERS,                       REACH_COURT},
    {"desk.pull",           AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.accept",         AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.decline",        AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.release",        AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.report",         AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.note",           AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.extend",         AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.pause",          AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.resume",         AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.list",           AT_LANES,  HANDS | ROLE_BIT(AUDITOR),     REACH_BODY},
    {"desk.agreement",      AT_LANES,  HANDS,                         REACH_BODY},
    {"agreement.performed", AT_LANES,  HANDS,                         REACH_BODY},
    {"desk.pull",           AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.accept",         AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.decline",        AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.release",        AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.report",         AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.note",           AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.extend",         AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.pause",          AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.resume",         AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.list",           AT_TRIAGE, ROLE_BIT(CLERK) | ROLE_BIT(AUDITOR), REACH_BODY},
    {"desk.agreement",      AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"agreement.performed", AT_TRIAGE, ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.reassign",       AT_DESKS,  ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.correct",        AT_DESKS,  ROLE_BIT(CLERK),               REACH_BODY},
    {"desk.redeliver",      AT_DESKS,  ROLE_BIT(CLERK),               REACH_BODY},
    {NULL, 0, 0, REACH_ALL},
};
/* clang-format on */

static const struct fl_word role_words[] = {
#define X(id, name, en, zh) {name, zh},
    ROLES(X)
#undef X
};
const struct fl_vocab role_names = {"role", role_words, ROLE__COUNT};

const struct right *
right_find(const char *method, enum endpoint endpoint)
{
    enum endpoint at = endpoint_class(endpoint);
    for (const struct right *r = rights; r->method; r++)
        if ((r->where & at) && strcmp(r->method, method) == 0)
            return r;
    return NULL;
}

enum role
right_first_role(const struct right *right)
{
    int role = 0;
    while (role < ROLE__COUNT && !(right && (right->roles & (1u << role))))
        role++;
    return (enum role)role;
}

/* --- for people --- */

static const char *const reaches[REACH__COUNT] = {
    [REACH_PUBLIC] = "no token is asked for",
    [REACH_ALL] = "nothing of any court",
    [REACH_COURT] = "its courts",
    [REACH_CASE] = "its courts, as the document says",
    [REACH_BODY] = "its courts, desks, body, mediator",
};

static void
print_where(unsigned where, FILE *out)
{
    const char *comma = "";
    if (where == AT_ALL || where == AT_DESKS) {
        fputs(where == AT_ALL ? "everywhere" : "every desk", out);
        return;
    }
    for (int i = 0; endpoint_at(i); i++)
        if (where & endpoint_class(endpoint_at(i))) {
            fprintf(out, "%s%s", comma, endpoint_name(endpoint_at(i)));
            comma = ", ";
        }
}

void
rights_print(FILE *out)
{
    fputs("| method | at |", out);
    for (int role = 0; role < ROLE__COUNT; role++)
        fprintf(out, " %s |", role_words[role].name);
    fputs(" reaches |\n|---|---|", out);
    for (int role = 0; role < ROLE__COUNT; role++)
        fputs(":-:|", out);
    fputs("---|\n", out);
    for (const struct right *r = rights; r->method; r++) {
        fprintf(out, "| `%s` | ", r->method);
        print_where(r->where, out);
        fputs(" |", out);
        for (int role = 0; role < ROLE__COUNT; role++)
            fputs(r->roles & (1u << role) ? " ● |" : "   |", out);
        fprintf(out, " %s |\n", reaches[r->reach]);
    }
}
