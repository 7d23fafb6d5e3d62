/* Who may call, as this process knows it: all tokens in memory, at most a second old.
 *
 * A thread follows the number in token_change four times a second and reads the tokens again when it has changed, so
 * a request costs a look into a sorted array and one SHA-256, and never a query. A token that is not there is looked
 * for once more at once (it may have been made a moment ago), but only so many times a second. While the database is
 * away nobody can say what has been revoked: then principals_find says so, and only what touches no stored data may
 * still be answered. */
#ifndef ENGINE_PRINCIPAL_H
#define ENGINE_PRINCIPAL_H

#include <stdatomic.h>

#include "engine/base/meter.h"
#include "engine/access/rights.h"
#include "engine/access/token.h"

#define PRINCIPAL_POLL_MS 250
#define PRINCIPAL_AGE_MS  1000

struct principal {
    atomic_int holders;
    char id[TOKEN_ID_SIZE];
    uint8_t hash[HASH_SIZE];
    enum role role;
    char *name;
    char **courts;
    int n_courts;
    unsigned desks;        /* AT_… bits; 0: every desk */
    char *body, *mediator; /* NULL: not bound */
    int64_t expires_at;    /* Unix ms; INT64_MAX: never */
    bool revoked;
    struct meter *meter; /* the registry's: one per id, whatever is read again */
};

struct principals;

int principals_open(const char *conninfo, struct principals **ret, struct fl_error *err);
/* Nobody may hold a principal any more. */
void principals_close(struct principals *principals);

/* The principal of a token, held: give it back. FL_E_UNAUTHENTICATED says why not, and *ret_known then holds the id
 * of a real token, for the log, or "". *ret_stale: the database has not answered for a second. */
int principals_find(struct principals *principals, const char *token, struct principal **ret,
                    bool *ret_stale, char ret_known[TOKEN_ID_SIZE], struct fl_error *err);
void principal_release(struct principal *principal);

bool principal_has_court(const struct principal *principal, const char *court);

#endif
