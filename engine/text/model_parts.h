/* The inside of a model file, little-endian, every section at a multiple of 16 bytes:
 *
 *   header, then sections. Numbers of the header say how long they are; model_open checks all of it
 *   once, so that readers need not.
 *
 * Private to engine/text/ and to the trainer (deploy/model/train/). */
#ifndef ENGINE_MODEL_PARTS_H
#define ENGINE_MODEL_PARTS_H

#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "engine/text/model.h"
#include "fenliu/vocab.h"

#define MODEL_MAGIC   "FENLIUM1"
#define MODEL_BITS    17 /* of a bucket of n-grams */
#define MODEL_BUCKETS (1u << MODEL_BITS)

/* The columns of every row of weights: what speaks for each domain, for a text without a dispute, and for
 * court_only against civil within a domain that knows both. */
#define COLUMN_NONE       FL_DOMAIN__COUNT
#define COLUMN_COURT_ONLY (FL_DOMAIN__COUNT + 1)
#define MODEL_COLUMNS     16
_Static_assert(COLUMN_COURT_ONLY < MODEL_COLUMNS, "a domain too many for a row of weights");

/* Classes that a text is divided into: the domains and `none`. */
#define MODEL_CLASSES (FL_DOMAIN__COUNT + 1)

enum model_section {
    SECTION_GRAMS,     /* int8_t [MODEL_BUCKETS][MODEL_COLUMNS] */
    SECTION_MARKS,     /* float [n_marks][MODEL_COLUMNS]: see features.h */
    SECTION_FIRST,     /* uint16_t [65536]: the root by first character, 0 none */
    SECTION_NODES,     /* struct trie_node [n_nodes] */
    SECTION_WORDS,     /* struct lexicon_word [n_words] */
    SECTION_STRUCTURE, /* struct structure_weights */
    SECTION_RELIABLE,  /* struct reliability */
    SECTION_CAUSES,    /* struct model_cause [n_causes], by domain */
    SECTION_LINKS,     /* struct cause_link [n_links], by mark */
    SECTION_NAMES,     /* bytes: names of causes, each ended by 0 */
    SECTION__COUNT
};

struct model_header {
    char magic[8];
    uint32_t bits, columns; /* must be MODEL_BITS and MODEL_COLUMNS */
    uint32_t n_words, n_groups, n_nodes, n_causes, n_links, n_marks;
    int32_t asking_group; /* -1: none */
    uint32_t cause_first[FL_DOMAIN__COUNT +
                         1];    /* causes stand by domain: the first of each, and the end */
    float scale[MODEL_COLUMNS]; /* of the column of int8 weights */
    float bias[MODEL_COLUMNS];
    struct {
        uint64_t at, size; /* bytes */
    } section[SECTION__COUNT];
};

/* A node of the lexicon: children stand together, sorted by character. */
struct trie_node {
    char16_t ch;
    uint16_t word; /* 1 + number of the word that ends here, 0 none */
    uint16_t child, n_children;
};

#define WORD_GROUPS 2 /* a word may stand in as many groups */
struct lexicon_word {
    uint8_t group[WORD_GROUPS]; /* 1 + number of the group, 0 none */
};

/* What the members of a case say for each class, as natural logarithms of likelihood ratios. */
#define STRUCTURE_BODIES 6 /* none, person, company, institution, government, village */
struct structure_weights {
    float parties[STRUCTURE_BODIES][STRUCTURE_BODIES][MODEL_COLUMNS]; /* claimant, respondent */
    float tag[2][32][MODEL_COLUMNS];                                  /* side, fl_tag */
    float claim[32][MODEL_COLUMNS];                                   /* fl_claim */
};

/* From the model's own share of the best class to how often it was right on texts it had not seen. */
#define RELIABLE_STEPS 32
struct reliability {
    float temperature, court_only_temperature, cause_temperature, spare;
    float right[RELIABLE_STEPS + 1]; /* at share i / RELIABLE_STEPS, rising */
    float cause_right[RELIABLE_STEPS + 1];
};

struct model_cause {
    uint32_t name; /* offset in SECTION_NAMES */
    uint8_t domain, scope;
    uint16_t spare;
    float prior; /* logarithm */
};

/* What a mark (a word, a group of words) says for a cause; sorted by mark. */
struct cause_link {
    uint16_t mark, cause;
    float weight;
};

/* The lexicon as it lies in a model, or as the trainer has just built it. */
struct lexicon {
    const uint16_t *first;
    const struct trie_node *nodes;
    const struct lexicon_word *words;
    int n_words, n_groups;
    int asking_group; /* whose words open what is asked for; -1 none */
};

struct model {
    void *map;
    size_t size;
    char hash[65], name[32];
    struct lexicon lexicon;
    const struct model_header *header;
    const int8_t *grams;
    const float *marks;
    const struct structure_weights *structure;
    const struct reliability *reliable;
    const struct model_cause *causes;
    const struct cause_link *links;
    const char *names;
};

#endif
