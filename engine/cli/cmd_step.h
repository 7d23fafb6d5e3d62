/* The commands that take one step with a referral or a case: a row each, one function for all. */
#ifndef ENGINE_CMD_STEP_H
#define ENGINE_CMD_STEP_H

#include "engine/cli/remote.h"

enum step_subject {
    STEP_HELD,       /* REFERRAL, by its holder: referral_id and claim */
    STEP_MAYBE_HELD, /* REFERRAL, by its holder, or by a clerk without a claim */
    STEP_REFERRAL,   /* REFERRAL, by a clerk: referral_id */
    STEP_REFERRALS,  /* REFERRAL…, by a clerk: referral_ids */
    STEP_CASE        /* CASE: case_id */
};

enum {
    STEP_FORGETS = 1, /* the claim is of no use afterwards */
    STEP_ASKS = 2,    /* on a terminal, what is missing is asked for (cmd_step_ask.c) */
    STEP_SPEAKS = 4,  /* takes the language, and answers with a document */
    STEP_BY_CLERK = 8 /* with the token of a clerk, who sees the persons */
};

enum field_type {
    FIELD_TEXT,
    FIELD_INT,
    FIELD_FLAG,
    FIELD_FILE, /* the text of a file, "-" standard input */
    FIELD_JSON, /* a piece of JSON as it is */
    FIELD_WORDS /* a,b,c: an array of texts */
};

/* An option that becomes a member of params. */
struct field {
    const char *option, *member, *value;
    enum field_type type;
    bool required;
    const char *zh, *en;
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

/* Asks for the outcome and, where it needs one, the reason. False when nobody answers. */
bool step_ask(struct step_run *run);

#endif
