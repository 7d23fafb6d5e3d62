/* The commands that take one step with a referral or a case: a row each, one function for all. */
#ifndef ENGINE_CMD_STEP_H
#define ENGINE_CMD_STEP_H

#include "engine/cli/remote.h"

enum step_subject {
    STEP_HELD,        /* REFERRAL, by its holder: referral_id and claim */
    STEP_MAYBE_HELD,  /* REFERRAL, by its holder, or by a clerk without a claim */
    STEP_REFERRAL,    /* REFERRAL, by a clerk: referral_id */
    STEP_REFERRALS,   /* REFERRAL…, by a clerk: referral_ids */
    STEP_CASE_OR_REF, /* CASE, or SOURCE REF: case_id, or source and ref */
    STEP_CASE         /* CASE, or SOURCE REF that is asked for first: case_id */
};

enum {
    STEP_FORGETS = 1, /* the claim is of no use afterwards */
    STEP_OFFERED =
        2, /* without REFERRAL on a terminal: one of the offers, not of what was accepted */
    STEP_SPEAKS = 4,  /* takes the language, and answers with a document */
    STEP_BY_CLERK = 8 /* with the token of a clerk, who sees the persons */
};

enum field_type {
    FIELD_TEXT,
    FIELD_MOMENT, /* RFC 3339, or "2021-03-05 09:30" in Asia/Shanghai */
    FIELD_INT,
    FIELD_FLAG,
    FIELD_FILE, /* the text of a file, "-" standard input */
    FIELD_JSON, /* a piece of JSON as it is */
    FIELD_WORDS /* a,b,c: an array of texts */
};

/* How a field is asked for on a terminal when it is not given (cmd_step_ask.c). */
enum ask {
    ASK_NOT,
    ASK_TEXT,
    ASK_NUMBER,
    ASK_YES,
    ASK_OUTCOME,
    ASK_CHANNEL,
    ASK_PROCEDURE,
    ASK_CODE,
    ASK_REASON,
    ASK_KIND,
    ASK_MOMENT,
    ASK_SIDE,
    ASK__COUNT
};

/* An option that becomes a member of params. */
struct field {
    const char *option, *member, *value;
    enum field_type type;
    bool required;
    const char *zh, *en;
    enum ask ask;
};

enum { STEP_FIELDS = 16 };

struct step_row {
    const char *command, *method;
    enum step_subject subject;
    const char *endpoint; /* "intake"; NULL: a desk */
    unsigned flags;
    const char *zh, *en;
    struct field fields[STEP_FIELDS]; /* ends with a field without option */
};

/* A step on its way: what the options gave. */
struct step_run {
    const struct step_row *row;
    struct remote remote;
    const char *desk, *claim;
    struct {
        const char *text; /* NULL: not given */
        int64_t number;
        bool flag;
    } values[STEP_FIELDS];
    char asked[STEP_FIELDS][512]; /* answers given at the terminal */
};

extern const struct step_row step_rows[]; /* ends with a row without command */

bool step_is_given(const struct step_run *run, int field);

/* Asks for what is missing. In a pipe FL_E_USAGE, which names the option and what it may be; nobody who answers is
 * FL_E_USAGE, too. */
int step_ask(struct step_run *run, struct fl_error *err);

/* The id of the case that a source knows by a ref, from intake. */
int step_find_case(const struct step_run *run, const char *source, const char *ref, char ret[32],
                   struct fl_error *err);

/* Whether there is somebody to ask. */
bool step_asks(void);

/* Which of the rows of desk.list is meant; its number into ret. */
int step_pick(const cJSON *referrals, char ret[32], struct fl_error *err);

#endif
