/* One request inside the engine, and the table of methods.
 *
 * The runner (rpc.c) parses and checks the envelope, takes a connection, and for a method that changes
 * something wraps one transaction around request_id look-up, run() and the stored answer; it commits, and only
 * then is the reply sent. run() may be called again after a serialization failure: it keeps no state. */
#ifndef ENGINE_CALL_H
#define ENGINE_CALL_H

#include "engine/base/arena.h"
#include "engine/engine.h"
#include "engine/base/json.h"
#include "engine/serve/endpoint.h"

struct call {
    struct engine *engine;
    struct pg *db; /* inside a transaction when the method changes something */
    struct arena *arena;
    const cJSON *params;         /* an object */
    const struct policy *policy; /* held by the runner for the whole call */
    enum endpoint endpoint;
    const char *court; /* params.court, else the configured one */
    const char
        *principal; /* the name of who is calling; "local" where nobody is asked (access = open) */
    const char *body; /* the caller's referrals are those of this body; NULL: not bound to one */
    bool masked;      /* the caller sees persons masked only, wherever it has no case in hand */
    int64_t now;      /* clock_now() at the start */
    int64_t wait_ms;  /* out: the result is empty and the caller would wait this long in all
                               * (desk.pull); 0 otherwise. The runner parks the request and runs it again */
    bool commits;     /* no answer is kept: the last statements may take the COMMIT along */
    bool committing;  /* out: the connection broke while it was taken along */
    bool woke;        /* out: something entered a queue; the runner wakes waiters after COMMIT */
};

/* Writes the result (one JSON value) into `result`. */
typedef int method_run(struct call *call, struct buf *result, struct fl_error *err);

/* A member of params: name, and what it must be. The runner checks presence, type, size and refuses
 * unknown members by name before run() is called, all faults at once. token, court and (for methods that change
 * something) request_id are allowed everywhere and not listed. */
enum param_type {
    P_TEXT,
    P_INT,
    P_BOOL,
    P_OBJECT,
    P_ARRAY,
    P_ID,   /* 64-bit id as text */
    P_TEXTS /* a text, or an array of up to FL_MAX_TEXTS of them */
};
struct param {
    const char *name;
    enum param_type type;
    bool required;
    int64_t min, max; /* P_TEXT, P_TEXTS: characters; P_INT: value; P_ARRAY: elements */
};

struct method {
    const char *name;   /* "desk.pull" */
    unsigned endpoints; /* AT_… */
    bool changes;       /* takes request_id, runs in a transaction */
    bool needs_db;
    method_run *run;
    const struct param
        *params;         /* ends with a NULL name; NULL: run() checks params itself (case.submit) */
    const char *en, *zh; /* one line of help */
};
/* The tables of the families; each ends with a row whose name is NULL. */
extern const struct method intake_methods[], desk_methods[];

/* params of a checked call */
const char *call_text(const struct call *call, const char *name); /* NULL when absent */
int64_t call_int(const struct call *call, const char *name, int64_t absent);
int64_t call_id(const struct call *call, const char *name); /* 0 when absent */
bool call_bool(const struct call *call, const char *name, bool absent);
/* FL_E_INVALID_PARAMS with one fault: the pointer of the member ("/params/at") and the rule it broke. */
int call_fault(const struct call *call, const char *pointer, const char *rule,
               struct fl_error *err);

#endif
