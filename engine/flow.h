/* The way of a case, as two tables: what is done before the reply, and what follows after it. Read
 * this first: every step names the function that does it.
 *
 *  before the reply:  receive → envelope → validate → decide → prepare → store ── COMMIT ──→ reply
 *  after the reply:   queue → pull → accept → report → hand over (decide again) … → close
 *  alongside:         every step → event → statistics ledger   (same transaction)
 *
 * The steps of one case before the reply are run from the table itself (flow_run). Those of the
 * message around it (receive, envelope, reply) belong to server.c and rpc.c, and what follows the
 * reply is driven by rows in PostgreSQL that desks ask for: for these the table says where to read,
 * and flow_check() that the methods it names exist. */
#ifndef ENGINE_FLOW_H
#define ENGINE_FLOW_H

#include "engine/serve/rpc.h"

/* One case on its way to a decision. Everything lives in the arena. */
struct flow {
    struct engine *engine;
    const struct policy *policy;
    struct arena *arena;
    const cJSON *doc; /* the case document */
    cJSON *
        params; /* where it stands: prepare takes it out, nothing needs it any more; NULL: it stays */
    const struct model *model; /* NULL: narratives are not classified */
    fl_day as_of;              /* FL_NO_DAY: the day of filing */
    struct fl_case *c;
    struct fl_decision *d;
    struct store_case *stored;           /* prepare makes it, store puts it in */
    struct store_case **keep_at;         /* where its owner gives it back from (store_case_done) */
    void (*kept)(struct store_case *sc); /* called after COMMIT */
    void *owner;
};

typedef int flow_step(struct flow *flow, struct fl_error *err);

struct flow_stage {
    const char *name;
    flow_step *run;     /* the step of one case; NULL: done elsewhere, see `where` */
    const char *where;  /* file and function */
    const char *method; /* the wire method that starts it, or NULL */
    const char *what;   /* one sentence */
};
extern const struct flow_stage flow_before[], flow_after[]; /* end with a NULL name */

/* Runs the case steps of flow_before up to and including the step `last`. */
int flow_run(struct flow *flow, const char *last, struct fl_error *err);

/* case.submit of one item: all steps on this worker up to the store; the answer follows after
 * COMMIT. */
void flow_submit(struct item *item);

/* At start: every method named in the tables exists. */
int flow_check(struct fl_error *err);

#endif
