/* How a pack becomes a compiled policy: the pieces of the loader (policy_load.c calls them in their order)
 * and what they share. A piece returns 0, or an error code with the loader's error filled in. */
#ifndef ENGINE_POLICY_LOADER_H
#define ENGINE_POLICY_LOADER_H

#include "engine/policy/policy_parts.h"

struct loader {
    struct policy *policy;
    const struct pack *pack;
    struct fl_error *err;
    const char *file, *rule; /* where we are, for messages; rule may be NULL */
};
/* Fills the error with "file: rule ID: member: sentence" and returns its code. */
int loader_fail(struct loader *loader, const char *member, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const struct pack_file *loader_file(struct loader *loader, const char *path); /* NULL: not there */
int loader_json(struct loader *loader, const char *path, cJSON **ret);
/* Every member of an object must be one of `names` (NULL-ended). */
int loader_members(struct loader *loader, const cJSON *object, const char *where,
                   const char *const *names);
int loader_text(struct loader *loader, const cJSON *object, const char *name, bool required,
                const char **ret); /* copied into the arena; NULL when absent */
/* from and to of an object: day, or null for open. */
int loader_span(struct loader *loader, const cJSON *object, fl_day *ret_from, fl_day *ret_to);
int loader_day(struct loader *loader, const char *member, const char *text, fl_day *ret);

/* Rows of a TSV file whose header line must name exactly `columns` (NULL-ended); cells live in the
 * arena. */
struct tsv {
    const char ***rows;
    int n;
};
int loader_tsv(struct loader *loader, const char *path, const char *const *columns,
               struct tsv *ret);

int load_pack_json(struct loader *loader, cJSON **ret); /* pack.json, its plain members */
int load_articles(struct loader *loader, const char *path);
int load_phrases(struct loader *loader, const char *path);
int load_found(struct loader *loader, const char *path);
int load_params(struct loader *loader);
int load_causes(struct loader *loader, const cJSON *pack_json);
int load_sets(struct loader *loader);
int load_calendar(struct loader *loader, const char *path);
int load_rules(struct loader *loader);
int load_when(struct loader *loader, const cJSON *when, struct rule *rule);
int load_then(struct loader *loader, const cJSON *then, struct rule *rule);
int load_editions(struct loader *loader);
int load_num(struct loader *loader, const char *member, const cJSON *node, struct num *ret);

/* Causes of one list out of an array of codes, ranges, "-code" and "@set" into bits. */
int cause_bits(struct loader *loader, const char *member, const cJSON *array, int list,
               uint64_t *bits);
/* Prints a text with {$param.name} replaced by the value of the day; returns NULL and fills the
 * error when a parameter is unknown or has no value. */
const char *text_with_params(struct loader *loader, const char *text, fl_day day);

#endif
