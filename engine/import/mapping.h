/* The mapping file: how the columns of an older system's export are read (docs/import.md). JSON; all of it is optional. */
#ifndef ENGINE_IMPORT_MAPPING_H
#define ENGINE_IMPORT_MAPPING_H

#include "engine/base/json.h"
#include "engine/import/members.h"

struct mapping_column {
    const char *name; /* of the file */
    enum import_member members[IMPORT__COUNT];
    int n_members;
};
struct mapping_word {
    enum import_member member;
    const char *from, *to;
};

struct mapping {
    bool jsonl;           /* format: csv, unless the file's name ends in .jsonl */
    char separator;       /* , */
    const char *encoding; /* NULL: UTF-8 */
    const char
        *dates; /* NULL: every form that begins with the year; else "DD/MM/YYYY", "excel" … */
    const char *const *blanks; /* cells that say nothing, beside the empty one; NULL-ended */
    bool ignore_rest;          /* columns that are not named are not read */
    struct mapping_column *columns;
    int n_columns;
    struct mapping_word *words;
    int n_words;
    const char *constants[IMPORT__COUNT]; /* where a row says nothing; NULL: none */
    char sha256[65];                      /* of the file; of nothing without one */
};

/* path NULL: no mapping, columns are called as the members are. Everything lives in the arena. FL_E_CONFIG names the file,
 * the member and the rule. */
int mapping_read(const char *path, const char *data_file, struct arena *arena, struct mapping *ret,
                 struct fl_error *err);

/* The members of a column; NULL: none; FL_E_CONFIG when nothing says what it is. */
int mapping_column_find(const struct mapping *mapping, const char *name,
                        const struct mapping_column **ret, struct arena *arena,
                        struct fl_error *err);
/* What the mapping says for a value; the value itself without a row. NULL: it says nothing (blank). */
const char *mapping_word(const struct mapping *mapping, enum import_member member,
                         const char *value);

#endif
