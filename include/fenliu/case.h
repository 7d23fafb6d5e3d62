/* A case document as the engine sees it: read once from JSON, then only numbers and pointers.
 *
 * Everything a struct points to lives in the arena it was read with. Absent is unknown: -1 for enums,
 * counts and money, FL_UNKNOWN for facts, FL_NO_DAY for days, NULL for text. Source: docs/protocol.md §1. */
#ifndef FENLIU_CASE_H
#define FENLIU_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenliu/vocab.h"

#define FL_UNKNOWN INT32_MIN

/* A day: days since 1970-01-01 in Asia/Shanghai. */
typedef int32_t fl_day;
#define FL_NO_DAY INT32_MIN

enum fl_side { FL_CLAIMANT, FL_RESPONDENT, FL_SIDE__COUNT };

struct fl_party {
    enum fl_side side;
    int ordinal; /* from 0 within its side */
    enum fl_kind kind;
    uint32_t tags;                                         /* bit (1u << fl_tag) */
    const char *name, *id_no, *phone, *address, *division; /* name is NULL in a stored skeleton */
};

struct fl_past { /* one entry of history */
    enum fl_channel channel;
    enum fl_procedure procedure;
    enum fl_outcome outcome;
    enum fl_procedure converted_to; /* outcome converted: the named procedure; else -1 cast */
    const char *reason;
    fl_day on;
};

struct reading; /* engine/text/reading.h */

struct fl_case {
    const char *source, *ref, *court;
    const char *filed_at; /* as given, RFC 3339 */
    int64_t filed_at_ms;  /* Unix time, milliseconds */
    fl_day filed_on;      /* the day of filed_at in Asia/Shanghai */
    const char *street,
        *community; /* NULL: derived from the first claimant's division, where long enough */

    struct fl_party *parties; /* claimants first, each side in its order */
    int n_parties;
    int count[FL_SIDE__COUNT];
    uint32_t tags[FL_SIDE__COUNT];  /* union of the tags of a side */
    uint32_t kinds[FL_SIDE__COUNT]; /* union of bits (1u << fl_kind) of a side */

    bool has_cause;
    int cause_list;          /* index of the list of causes in the policy, -1 without */
    int cause;               /* index within that list, -1 without */
    bool cause_aliased;      /* taken under a former name: flagged */
    const char *cause_given; /* the text given, for the flag */

    bool has_claims;
    uint32_t claims;                      /* bit (1u << fl_claim) */
    int64_t amount_fen;                   /* -1 unknown */
    int64_t amounts_fen[FL_CLAIM__COUNT]; /* -1 not given */
    const char *narrative;
    size_t narrative_len;
    const struct reading *reading; /* what was read in the narrative; NULL: nothing was */

    int32_t fact[FL_FACT__COUNT]; /* bool 0/1, enum number, date as fl_day; FL_UNKNOWN */

    struct fl_past *history; /* in order of time */
    int n_history;
    uint64_t contradicted; /* bit (1 << fl_fact): the history beat this fact */
};

#endif
