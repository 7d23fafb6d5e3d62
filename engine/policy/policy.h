/* A policy pack: rules, parameters by date, lists of causes, calendar, docket words, articles. Read
 * and compiled at start and on reload, refused whole when anything is wrong. Law is data: nothing
 * in C knows a year, an amount, a number of days or a cause code. The format is docs/policy.md.
 *
 * A loaded policy never changes and may be read by any number of threads; it is counted: hold and
 * release. */
#ifndef ENGINE_POLICY_H
#define ENGINE_POLICY_H

#include "engine/base/buf.h"
#include "fenliu/case.h"
#include "fenliu/decision.h"
#include "fenliu/error.h"

struct policy;

/* One file of a pack, as it lies in the folder or in the database. */
struct pack_file {
    char *path; /* relative, "rules/20-labour.json"; plain names only */
    char *data;
    size_t len;
};

/* All files of a pack, sorted by path, and the SHA-256 over paths and contents (lower-case hex). */
struct pack {
    struct pack_file *files;
    int n_files;
    char hash[65];
};

int pack_read_dir(const char *dir, struct pack *ret, struct fl_error *err);
/* Takes over the files (sorts them, computes the hash): for a pack that comes out of the database.
 */
int pack_take(struct pack_file *files, int n_files, struct pack *ret, struct fl_error *err);
void pack_done(struct pack *pack);

/* Compiles a pack. The error names file, rule and member. `pack` may be done with afterwards. */
int policy_load(const struct pack *pack, struct policy **ret, struct fl_error *err);
int policy_load_dir(const char *dir, struct policy **ret, struct fl_error *err);
struct policy *policy_hold(struct policy *policy);
void policy_release(struct policy *policy);

/* The folder of the packaged policy: $FENLIU_POLICY, else <prefix>/share/fenliu/policy/hunan, else
 * deploy/policy/hunan beside the program's source. */
const char *policy_default_dir(void);

const char *policy_name(const struct policy *policy); /* "hunan@9f2c41d0" */
const char *policy_hash(const struct policy *policy); /* full SHA-256 in hex */

/* The English title of a rule of this policy; NULL when it has none of that id. */
const char *policy_rule_en(const struct policy *policy, const char *id);

/* --- causes of action (案由) --- */
struct cause {
    const char *code, *name;
    int level;  /* 1 … 4 */
    int parent; /* index, -1 at level 1 */
    enum fl_domain domain;
    enum fl_scope scope;
    int same_in_next; /* index in the next list by the crosswalk, -1: none or not unique */
};
int policy_cause_lists(const struct policy *policy);                       /* how many lists */
const char *policy_cause_list_name(const struct policy *policy, int list); /* "2020" */
int policy_cause_list_on(const struct policy *policy, fl_day day); /* in force that day, -1: none */
int policy_cause_count(const struct policy *policy, int list);
const struct cause *policy_cause(const struct policy *policy, int list, int cause);
int policy_cause_by_code(const struct policy *policy, int list, const char *code);
/* By name: the deeper of two levels in one branch; a former name sets *ret_alias. -1: none; -2:
 * several, then the codes are written into `candidates` ("186.5 追索劳动报酬纠纷、…") when not
 * NULL. */
int policy_cause_by_name(const struct policy *policy, int list, const char *name, bool *ret_alias,
                         struct buf *candidates);

/* A cause carried by the crosswalk into another list (or the same); -1 without a unique match. */
int policy_cause_carry(const struct policy *policy, int list, int cause, int wanted);

/* --- calendar --- */
bool policy_is_working_day(const struct policy *policy, fl_day day);
bool policy_calendar_covers(const struct policy *policy,
                            fl_day day); /* false: weekends only, flagged */
/* The last day of a period that starts after the day of the event (民诉法 85): moved past rest
 * days. */
fl_day policy_period_end(const struct policy *policy, fl_day event, int length, enum fl_unit unit);

/* --- parameters --- */
/* The value on a day; false when the policy has none. Money in fen, periods in their unit. */
bool policy_param(const struct policy *policy, const char *name, fl_day day, int64_t *ret);

/* --- docket numbers (案号) --- */
/* "（2021）湘0204民诉前调1号" into ret; false when the pack knows no code for the court. */
bool policy_docket_number(const struct policy *policy, const char *court, int year,
                          const char *word, int number, char *ret, size_t size);

/* What a court is called in reports, by its division code; NULL: the pack does not say. */
const char *policy_court_name(const struct policy *policy, const char *court, bool chinese);

/* --- narratives --- */
struct phrases;
/* What a narrative is read with (engine/text/found.h); NULL: the pack has no phrases. */
const struct phrases *policy_phrases(const struct policy *policy);

/* The rules, parameters, code lists and limits in force on a day, as JSON (policy.get). */
void policy_write(const struct policy *policy, fl_day as_of, struct buf *buf);

#endif
