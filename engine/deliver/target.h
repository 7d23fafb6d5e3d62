/* Where referrals are delivered to: deliver_<channel> of the configuration, for its own court, and the rows of the table
 * delivery_target, for other courts, for one body, for some streets. */
#ifndef ENGINE_DELIVER_TARGET_H
#define ENGINE_DELIVER_TARGET_H

#include "engine/engine.h"
#include "fenliu/adapter.h"

#define DELIVER_TARGETS_MAX 256 /* rows that one process serves */

/* The name by which a system holds referrals, and which stands in declined_by: "system:" and the body or the channel.
 */
#define SYSTEM_HOLDER "system:"

struct target {
    char court[8];
    const struct fl_adapter *adapter;
    char *body; /* "": the whole channel */
    char *url, *token_file,
        *streets; /* token_file NULL: none; streets NULL: all, else an array of PostgreSQL */
    char *holder;
    int specific; /* 0 configuration, 1 court, 2 body, 3 streets: the highest takes a referral */
};

struct targets {
    struct target *rows;
    int n;
};

/* Both sources together; a row of the table with an unknown channel is passed over. The caller clears. */
int targets_read(struct engine *engine, struct pg *pg, struct targets *ret, struct fl_error *err);
void targets_clear(struct targets *targets);

/* Same court, channel, body, address and token file. */
bool target_same(const struct target *a, const struct target *b);

#endif
