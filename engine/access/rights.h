/* Who may call what: one table of methods × roles. rpc asks it for every request, the table of docs/security.md is
 * printed from it, and a test tries every cell of it on a daemon.
 *
 * A row says which roles hold the right, at which endpoints, and how far it reaches. Where a method stands in two
 * rows, the endpoints part them: a clerk decides at the triage desk, mediators work at the others. */
#ifndef ENGINE_RIGHTS_H
#define ENGINE_RIGHTS_H

#include <stdio.h>

#include "engine/serve/call.h"

/* X(ID, "name", "English", "中文") */
#define ROLES(X)                                                                                   \
    X(INTAKE, "intake", "an intake system of a court", "立案接入系统")                             \
    X(MEDIATOR, "mediator", "a mediator, an arbitrator, a judge at a desk",                        \
      "调解员、仲裁员、速裁法官")                                                                  \
    X(BODY_SYSTEM, "body_system", "the system of a body, for its people", "机构业务系统")          \
    X(CLERK, "clerk", "a routing clerk (程序分流员)", "程序分流员")                                \
    X(ANALYST, "analyst", "a reader of counts", "统计人员")                                        \
    X(AUDITOR, "auditor", "a reader of what happened", "审计人员")                                 \
    X(ADMIN, "admin", "who runs the system; sees no case", "系统管理员")

enum role {
#define X(id, name, en, zh) ROLE_##id,
    ROLES(X)
#undef X
        ROLE__COUNT
};
#define ROLE_BIT(id) (1u << ROLE_##id)
#define EVERY_ROLE   ((1u << ROLE__COUNT) - 1)

/* How far a right reaches. */
enum reach {
    REACH_PUBLIC, /* nobody is asked who they are */
    REACH_ALL,    /* touches nothing of any court */
    REACH_COURT,  /* the courts of the token, by params.court */
    REACH_CASE,   /* the courts of the token, by the court that the document names */
    REACH_BODY, /* as COURT, and of referrals in hand only those of the token's body and mediator */
    REACH__COUNT
};

struct right {
    const char *method;
    unsigned where; /* AT_…, of endpoint_class() */
    unsigned roles; /* bits */
    enum reach reach;
};
extern const struct right rights[]; /* ends with a NULL method */

extern const struct fl_vocab role_names; /* words are the wire names, their Chinese the meaning */

/* The row of a method at an endpoint; NULL: there is none, and nobody may call it. */
const struct right *right_find(const char *method, enum endpoint endpoint);

/* At start: every method at every endpoint has exactly one row, and every row a method. */
int rights_check(struct fl_error *err);

/* Which of several tokens a command takes for a method: the first role of the enum that holds the right, or
 * ROLE__COUNT. */
enum role right_first_role(const struct right *right);

/* The table of docs/security.md, in Markdown. */
void rights_print(FILE *out);

#endif
