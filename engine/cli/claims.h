/* The claims that this person holds, so that nobody has to type a claim: written by pull, used by
 * accept, report and the like, in claims.json of the folder FENLIU_STATE when that is set and may be
 * written, else of $XDG_STATE_HOME/fenliu (else ~/.local/state/fenliu); readable by its owner alone.
 * A row belongs to a referral at the address of a desk, since every server counts its referrals from
 * one. Losing the file loses nothing: pull and list give the claims again. */
#ifndef ENGINE_CLAIMS_H
#define ENGINE_CLAIMS_H

#include <stdbool.h>

#include "engine/cli/remote.h"

/* What is remembered of a referral; text belongs to `doc`. */
struct held {
    cJSON *doc;
    const char *claim, *desk, *url;
    int servers; /* at how many addresses such a referral is held */
};

/* The claim of a referral at the desk (NULL: any) of the server that the options or the environment
 * name. When they name none, that of the only server where it is held, else that of the standard
 * address. False when there is none such; the caller calls claims_done in any case. */
bool claims_get(const struct remote *remote, const char *desk, const char *referral,
                struct held *ret);
void claims_done(struct held *held);

/* Of a referral at an address: remembers, or forgets with claim NULL. A file that cannot be written is a line on stderr, no
 * failure. */
void claims_put(const char *url, const char *referral, const char *claim, const char *desk);

#endif
