/* What the files that write imported disputes share; inside engine/import only. */
#ifndef ENGINE_IMPORT_BRING_PARTS_H
#define ENGINE_IMPORT_BRING_PARTS_H

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/desk/act.h"
#include "engine/import/bring_rows.h"
#include "engine/queue/pool.h"
#include "engine/store/store_copy.h"

/* One dispute on its way into the buffers of all tables. */
struct copying {
    const struct bringing *b;
    const struct brought *of;
    struct person_key key;
    struct buf *out;
};

/* A cell; null for PG_NULL_NUMBER, FL_NO_DAY, 0. */
void bring_put_moment(struct buf *out, int64_t ms);
void bring_put_day(struct buf *out, fl_day day);
void bring_put_id(struct buf *out, int64_t id);

/* The list of its cause and the code there; NULL: it has none. */
const char *bring_cause_list(const struct copying *c);
const char *bring_cause(const struct copying *c);
/* Where a visit waits, as long as nobody has accepted it. */
struct pool_key bring_pool(const struct copying *c, const struct brought_visit *v);
/* What a visit is at the end. */
enum fl_referral_state bring_state(const struct brought *d, const struct brought_visit *v);
/* Days of a concluded visit, counted as its channel counts them. */
int bring_days(const struct brought_visit *v);

/* What a step of the old system would have been, done at that moment. */
struct act bring_act(struct bringing *b, struct arena *arena, const struct brought *d, int64_t at);

/* The agreements of which something is told, by which day and whether they were performed (bring_agreements.c). After
 * the referrals are finished. */
int bring_agreements(struct bringing *b, const struct brought *list, int n, struct arena *arena,
                     struct fl_error *err);

/* The events of one dispute (bring_events.c). */
void bring_put_events(const struct copying *c);

#endif
