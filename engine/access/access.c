/* Who, may they, how much. */
#include "engine/access/access.h"

#include <string.h>

#include "engine/base/log.h"
#include "engine/access/principal.h"

#define LINES_A_SECOND   20
#define CROWDED_RETRY_MS 50

/* --- the log --- */

static void
log_refusal(const struct item *item, const char *known, const struct fl_error *err)
{
    static struct meter lines = {.lock = PTHREAD_MUTEX_INITIALIZER};
    static atomic_long unwritten;
    int ms;
    if (meter_enter(&lines, rpc_monotonic_ms() * 1000, LINES_A_SECOND, INT64_MAX, &ms) !=
        METER_OK) {
        atomic_fetch_add(&unwritten, 1);
        return;
    }
    long n = atomic_exchange(&unwritten, 0);
    if (n)
        log_line(LOG_WARN, "access", "step=refused unwritten=%ld", n);
    log_line(LOG_WARN, "access", "step=refused type=%s token=%s method=%s at=%s detail=\"%s\"",
             fl_codes[err->code].type, *known ? known : "-", item->method->name,
             endpoint_name(item->request->endpoint), err->detail);
}

static int
refuse(struct item *item, const char *known, struct fl_error *err)
{
    item->request->refused++;
    log_refusal(item, known, err);
    return err->code;
}

/* --- may they --- */

static int
forbid(const struct right *right, struct fl_error *err, const char *what)
{
    return fl_fail(err, FL_E_FORBIDDEN, "this token has no right to %s %s", right->method, what);
}

static int
check_court(struct item *item, const struct right *right, const cJSON *params, struct fl_error *err)
{
    const struct principal *p = item->principal;
    const char *court = json_str(json_get(params, "court"));
    if (court && !principal_has_court(p, court))
        return forbid(right, err, "in this court");
    if (right->reach == REACH_CASE) {
        const char *own = json_str(json_get(json_get(params, "case"), "court"));
        if (own && (strlen(own) != 6 || strspn(own, "0123456789") != 6))
            own = NULL; /* no court at all: case_read says so */
        if (own && !principal_has_court(p, own))
            return forbid(right, err, "in the court of this case");
        court = own ? own : court;
    }
    if (!court && p->n_courts > 1 && (right->reach == REACH_COURT || right->reach == REACH_BODY))
        return fl_fail(err, FL_E_INVALID_PARAMS, "court is required: this token is of %d courts",
                       p->n_courts);
    item->court = court ? court : p->courts[0];
    return 0;
}

static int
check_reach(struct item *item, const struct right *right, const cJSON *params, struct fl_error *err)
{
    const struct principal *p = item->principal;
    const char *mediator = json_str(json_get(params, "mediator"));
    if (right->reach == REACH_ALL)
        return 0;
    if (p->desks && item->request->endpoint != AT_INTAKE && !(p->desks & item->request->endpoint))
        return forbid(right, err, "at this desk");
    if (check_court(item, right, params, err))
        return err->code;
    /* the other steps take a claim, which only the holder was given */
    if (p->mediator &&
        (strcmp(right->method, "desk.pull") == 0 || strcmp(right->method, "desk.list") == 0) &&
        (!mediator || strcmp(mediator, p->mediator) != 0))
        return forbid(right, err, "for another mediator");
    return 0;
}

/* --- who --- */

static int
identify(struct item *item, const struct right *right, const char *token, char known[TOKEN_ID_SIZE],
         struct fl_error *err)
{
    struct engine *engine = item->request->engine;
    bool stale;
    if (!token)
        return fl_fail(err, FL_E_UNAUTHENTICATED, "%s needs params.token", item->method->name);
    if (principals_find(engine->principals, token, &item->principal, &stale, known, err))
        return err->code;
    if (stale && item->method->needs_db) {
        fl_fail(err, FL_E_UNAVAILABLE, "the database does not say which tokens are valid");
        err->retry_after_ms = PRINCIPAL_POLL_MS;
        return err->code;
    }
    if (!(right->roles & (1u << item->principal->role)))
        return forbid(right, err, "as this role");
    return 0;
}

int
access_identify(struct item *item, cJSON *params, struct fl_error *err)
{
    const struct request *request = item->request;
    const struct right *right = right_find(item->method->name, request->endpoint);
    const char *token = json_str(json_get(params, "token")),
               *court = json_str(json_get(params, "court"));
    char known[TOKEN_ID_SIZE] = "";
    item->court = court ? court : request->engine->config->court;
    if (!right) /* rights_check() has seen to it that there is one */
        return fl_fail(err, FL_E_FORBIDDEN, "nobody may call %s here", item->method->name);
    if (right->reach != REACH_PUBLIC && request->engine->principals &&
        (token || !request->engine->open_access) &&
        (identify(item, right, token, known, err) || check_reach(item, right, params, err)))
        return refuse(item, known, err);
    json_remove(params, "token"); /* it goes no further */
    return 0;
}

/* --- how much --- */

int
access_crowded(struct item *item, struct fl_error *err)
{
    if (!item->request->crowded)
        return 0;
    fl_fail(err, FL_E_OVERLOADED, "too many messages of this connection are in flight");
    err->retry_after_ms = CROWDED_RETRY_MS;
    return refuse(item, "", err);
}

int
access_meter(struct item *item, struct fl_error *err)
{
    static const char *const over[] = {[METER_FLIGHT] =
                                           "too many requests of this token are in flight",
                                       [METER_RATE] = "this token asks more often than it may"};
    const struct config *config = item->request->engine->config;
    struct principal *p = item->principal;
    int ms = 0;
    if (!p)
        return 0;
    enum meter_verdict verdict =
        meter_enter(p->meter, rpc_monotonic_ms() * 1000, config_live(&config->rate_max),
                    config_live(&config->flight_max), &ms);
    if (verdict == METER_OK) {
        item->metered = true;
        return 0;
    }
    fl_fail(err, FL_E_OVERLOADED, "%s", over[verdict]);
    err->retry_after_ms = ms;
    if (item->request->patient) /* it will be tried again */
        return err->code;
    return refuse(item, p->id, err);
}

void
access_leave(struct item *item)
{
    if (item->metered)
        meter_leave(item->principal->meter);
    item->metered = false;
    principal_release(item->principal);
    item->principal = NULL;
}

int
access_other_body(const struct call *call, struct fl_error *err)
{
    (void)call;
    return fl_fail(err, FL_E_FORBIDDEN,
                   "this token has no right to referrals that its body does not hold");
}
