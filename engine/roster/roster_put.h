/* Bodies (调解委员会、仲裁委员会、工会、速裁团队) and their mediators, written: checked against tables of
 * fields, put in, changed, each change with its event. Everything runs in the caller's transaction. */
#ifndef ENGINE_ROSTER_PUT_H
#define ENGINE_ROSTER_PUT_H

#include "engine/desk/act.h"

enum roster_kind { ROSTER_BODY, ROSTER_MEDIATOR, ROSTER_KIND__COUNT };

enum roster_type {
    ROSTER_TEXT, /* words for people, up to max characters */
    ROSTER_CODE, /* a name in data: no blanks at its ends, no control characters */
    ROSTER_CHANNEL,
    ROSTER_BODY_KIND,
    ROSTER_STREETS,   /* comma-separated, 9 or 12 digits */
    ROSTER_CAUSES,    /* comma-separated; a code of the list in force, or LIST:CODE */
    ROSTER_LANGUAGES, /* comma-separated, BCP 47 */
    ROSTER_NUMBER,    /* 1 … max; empty: none */
    ROSTER_YES_NO
};

/* A member of a body or a mediator: the option of the command and the column of the file have its name. */
struct roster_field {
    const char *name, *value; /* "cap", "N" */
    enum roster_type type;
    int max;
    bool required;
    const char *zh, *en;
};
enum { ROSTER_FIELDS_MAX = 12 };
struct roster_table {
    const char *word, *zh; /* "mediator" */
    const struct roster_field *fields;
    int n_fields;
};
extern const struct roster_table roster_tables[ROSTER_KIND__COUNT];
extern const struct fl_vocab roster_body_kinds;

/* One of them. A value is NULL when nothing is said of it, "" when it shall be empty. */
struct roster_row {
    const char *code;
    const char *value[ROSTER_FIELDS_MAX];
};

/* Finds every fault of a row (with `whole`, also what is required and missing) and writes lists as they are stored.
 * A fault is told under `where` and the name of its field. */
void roster_check(enum roster_kind kind, const struct act *act, struct roster_row *row, bool whole,
                  const char *where, struct faults *faults);

enum roster_mode {
    ROSTER_ADD, /* FL_E_CONFLICT when it is there */
    ROSTER_SET, /* FL_E_NOT_FOUND when it is not */
    ROSTER_PUT  /* either */
};
enum roster_result { ROSTER_UNCHANGED, ROSTER_ADDED, ROSTER_CHANGED, ROSTER_RESULT__COUNT };

/* A checked row. FL_E_NOT_FOUND also when the body it names is not there; with ROSTER_PUT a new one needs what is
 * required (FL_E_INVALID_PARAMS). */
int roster_put(struct act *act, enum roster_kind kind, const struct roster_row *row,
               enum roster_mode mode, enum roster_result *ret, struct fl_error *err);

/* --- what a mediator says beside --- */

extern const struct fl_vocab roster_absences;  /* why somebody is away: no illness is named */
extern const struct fl_vocab roster_relations; /* to whom somebody stands near */

/* Away from a day to a day (FL_NO_DAY: until further notice). */
int roster_absent(struct act *act, const char *mediator, fl_day from, fl_day until, int reason,
                  struct fl_error *err);
/* Present from a day on; *ret_n absences ended by it. */
int roster_present(struct act *act, const char *mediator, fl_day from, int *ret_n,
                   struct fl_error *err);
/* Near to a person or an organisation, by number (18 characters of GB 11643 or GB 32100) or else by name; only the
 * keyed hash is kept. *ret_id is 0 when it stood already. */
int roster_relate(struct act *act, const char *mediator, int relation, const char *whom,
                  int64_t *ret_id, struct fl_error *err);
int roster_unrelate(struct act *act, const char *mediator, int64_t relation_id,
                    struct fl_error *err);

#endif
