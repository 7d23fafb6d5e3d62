/* The clocks of a referral: rows of the table `deadline`, made of the limits of its decision that the
 * adapter watches, opened and closed in the transactions of the steps, and told about by the sweeper
 * (deadline_sweep.c). Every day is of Asia/Shanghai, and the last one of its period (民诉法 85). */
#ifndef ENGINE_DEADLINE_H
#define ENGINE_DEADLINE_H

#include "engine/desk/act.h"
#include "fenliu/adapter.h"
#include "fenliu/decision.h"

/* Who acts when a day has passed and nobody else did. */
#define DEADLINE_ACTOR "clock"

#define DEADLINES_MAX FL_MAX_LIMITS

/* Where a clock starts; the words are those of the policy's limits and of the table. */
#define STARTS_BY_ENTRY      "entry"
#define STARTS_BY_ACCEPTANCE "acceptance"
#define STARTS_BY_AGREEMENT  "agreement"

struct deadline {
    const char *what; /* of the adapter's row */
    enum fl_until until;
    bool escalates;
    fl_day due_on;
    fl_day near_on;   /* FL_NO_DAY: it is too short to be near before its last day */
    fl_day act_on;    /* FL_NO_DAY: nothing follows by itself */
    fl_day extend_to; /* FL_NO_DAY: it may not be extended */
};

/* The clocks among the limits that the adapter watches and that start by `starts` on the day of the
 * event. Pure; returns how many. */
int deadlines_of(const struct policy *policy, const struct fl_adapter *adapter,
                 const struct fl_limit *limits, int n_limits, const char *starts, fl_day event,
                 struct deadline ret[DEADLINES_MAX]);

/* The first day from which a clock that starts on `event` and ends on due_on is near. */
fl_day deadline_near(const struct policy *policy, fl_day event, fl_day due_on);
/* The last day of grace after due_on. */
fl_day deadline_grace(const struct policy *policy, fl_day due_on);

/* The limits of a stored decision. Text lives in the arena or in the JSON. Returns how many. */
int limits_read(const cJSON *decision, struct fl_limit ret[FL_MAX_LIMITS]);

/* "offered", as the table says it. */
const char *until_word(enum fl_until until);

/* Opens them in the transaction of the act. */
int deadlines_open(const struct act *act, int64_t dispute_id, int64_t referral_id,
                   const char *starts, fl_day event, const struct deadline *rows, int n,
                   struct fl_error *err);
/* Something has come about on `day`, and with it everything before it in the order of fl_until: the
 * clocks until then are over. offered_on may be FL_NO_DAY. */
int deadlines_close(const struct act *act, int64_t referral_id, enum fl_until come_about,
                    fl_day day, fl_day offered_on, struct fl_error *err);
/* Those that started by `starts` (NULL: all) are void. */
int deadlines_void(const struct act *act, int64_t referral_id, const char *starts,
                   struct fl_error *err);

/* The due day of a referral as its clocks stand: the earliest of those that the adapter says set
 * one; FL_NO_DAY without any. */
int deadline_due(struct pg *db, const char *court, int64_t referral_id,
                 const struct fl_adapter *adapter, fl_day *ret, struct fl_error *err);

/* What one sweep did. */
struct deadline_sweep {
    int near, passed, expired;
};
/* The events deadline.near and deadline.passed of the day of `now`, each once, by however many
 * processes; then what has expired is concluded and handed over. Transactions of its own. */
int deadline_sweep(struct engine *engine, struct pg *db, int64_t now, struct deadline_sweep *ret,
                   struct fl_error *err);

#endif
