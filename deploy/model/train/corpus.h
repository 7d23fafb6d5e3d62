/* The texts that a model learns from: public corpora, names of causes, invented sentences. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "engine/base/arena.h"
#include "engine/policy/policy.h"

/* Sources that are no corpus come behind it. */
enum { SOURCE_CAUSES = 100, SOURCE_INVENTED, SOURCE_MESSAGES, SOURCE_QUESTIONS };
#define MAX_SOURCES 16

struct example {
    const char *text;
    size_t len;
    int class; /* fl_domain, or COLUMN_NONE; -1 without a label */
    int scope; /* fl_scope, -1 for none */
    int source;
    int group; /* of near-duplicates: never parted by a fold */
    int cause; /* of the native label, in the list of 2020; -1 */
};

struct corpus {
    struct arena arena;
    struct example *examples;
    int n, room;
    const char *sources[MAX_SOURCES];
    int n_sources;
};

void corpus_add(struct corpus *corpus, const struct example *example);
/* labelled.tsv. Ends the program when it cannot be read. */
void corpus_read(struct corpus *corpus, const char *path, const struct policy *policy);
/* Texts without labels, one a line behind `columns` tabs: class -1. Every `every`th. */
void corpus_read_plain(struct corpus *corpus, const char *path, int columns, int source, int every);
void corpus_add_causes(struct corpus *corpus, const struct policy *policy);
/* Sentences made of templates.tsv and slots.tsv in `dir`. */
void corpus_invent(struct corpus *corpus, const char *dir, int times);

/* Puts near-duplicates (by MinHash over 5-grams) into one group. */
void corpus_group(struct corpus *corpus);

/* A whole file, ended by 0, in the arena. Ends the program when it cannot be read. */
char *file_whole(struct arena *arena, const char *path, size_t *ret_len);
/* The next line of *at, ended by 0; NULL at the end. */
char *line_next(char **at);
/* Cuts the next tab-separated cell off *line. */
char *cell_next(char **line);

/* A generator that gives the same numbers everywhere. */
uint32_t chance(uint64_t *state, uint32_t below);

void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
