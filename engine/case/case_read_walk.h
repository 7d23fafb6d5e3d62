/* How case_read walks a document: a table of members per object, a path that is only turned into a
 * JSON pointer when there is a fault, and one reader per kind of member. Used by
 * engine/case_read*.c only. */
#ifndef ENGINE_CASE_READ_WALK_H
#define ENGINE_CASE_READ_WALK_H

#include "engine/case/case_read.h"

/* Where we are, from the inside out: lives on the stack of the walk. */
struct path {
    const struct path *up;
    const char *key; /* NULL: an element of an array */
    int index;
};

struct reader {
    const struct policy *policy;
    struct arena *arena;
    struct faults faults;
    enum case_form form;
    const char *base;
    struct fl_case *c;
    const cJSON *cause; /* read last, since it needs the day of filing */
};

struct member;
typedef void member_read(struct reader *r, const cJSON *node, const struct path *path,
                         const struct member *member, void *into);

/* One member of an object: its name, what reads it, the limits, and where the value goes. */
struct member {
    const char *name;
    member_read *read;
    int min, max;  /* characters, digits or elements, as the reader says */
    size_t offset; /* of the field in the struct that is filled */
    bool required;
    bool personal; /* sealed, therefore absent from a stored skeleton */
};

/* The tables, each ended by a row without a name; the schema test compares them with
 * docs/case.schema.json. */
extern const struct member case_members[], party_members[], cause_members[], history_members[];

void fault(struct reader *r, const struct path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Every child of an object through its row; unknown and missing members are faults by name. False
 * when the node is no object (which is a fault too). */
bool walk_object(struct reader *r, const cJSON *node, const struct path *path,
                 const struct member *members, void *into);

/* What a node is, for sentences: "a text", "null" … */
const char *node_kind(const cJSON *node);
/* "; did you mean union_at_employer?" or "", when one of n names is near to a misspelt one. */
const char *near_name(struct arena *arena, const char *given, const char *const *names, int n);
/* A name out of the document for a sentence: cut when it is very long. */
const char *key_shown(struct arena *arena, const char *key);
/* Up to five causes with names like this one, "381 建筑物和物件损害责任纠纷、…", best first. */
void causes_near(const struct policy *policy, int list, const char *name, struct buf *ret);

/* Readers. Text goes to a const char * in the arena. */
member_read read_text;     /* min … max characters */
member_read read_bytes;    /* up to max bytes: the narrative */
member_read read_digits;   /* exactly max digits */
member_read read_division; /* 6, 9 or 12 digits */
member_read read_source, read_filed_at, read_day;
member_read read_kind, read_tags, read_parties;
member_read read_claims, read_amount, read_amounts, read_facts, read_history, read_cause;
member_read read_channel, read_procedure, read_outcome;

/* The number of a word, or -1 after a fault that lists the words. */
int word_of(struct reader *r, const cJSON *node, const struct path *path,
            const struct fl_vocab *vocab);
/* An array of different words as bits. */
uint32_t words_of(struct reader *r, const cJSON *node, const struct path *path,
                  const struct fl_vocab *vocab);
/* An integer 0 … 2^53 of fen, or -1 after a fault. */
int64_t fen_of(struct reader *r, const cJSON *node, const struct path *path);

/* The member of a stored document that holds what was read in its narrative; no sender writes it. */
void reading_finish(struct reader *r, const cJSON *node, const struct path *path);

/* After the walk, when the day of filing is known. */
void parties_finish(struct reader *r);
void cause_finish(struct reader *r);

#endif
