/* The claims that this person holds, so that nobody has to type a claim: written by pull, used by
 * accept, report and the like, in $XDG_STATE_HOME/fenliu/claims.json (else ~/.local/state/…),
 * readable by its owner alone. Losing the file loses nothing: pull and list give the claims again.
 */
#ifndef ENGINE_CLAIMS_H
#define ENGINE_CLAIMS_H

#include <stdbool.h>

#include "engine/base/json.h"

/* What is remembered of a referral; text belongs to `doc`. */
struct held {
    cJSON *doc;
    const char *claim, *desk, *url;
};

/* False when nothing is remembered; else the caller calls claims_done. */
bool claims_get(const char *referral, struct held *ret);
void claims_done(struct held *held);

/* Remembers, or forgets with claim NULL. A file that cannot be written is a line on stderr, no
 * failure. */
void claims_put(const char *referral, const char *claim, const char *desk, const char *url);

#endif
