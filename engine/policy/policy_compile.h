/* What the compiler of one edition hands around: private to policy_editions.c, policy_emit.c and
 * policy_classes.c. */
#ifndef ENGINE_POLICY_COMPILE_H
#define ENGINE_POLICY_COMPILE_H

#include "engine/policy/policy_loader.h"

struct compiler {
    struct loader *loader;
    struct edition *edition;
    const uint64_t **columns; /* the different sets of causes that the edition's rules test */
    int n_columns, cap_columns;
    bool reads_domain;
    int64_t *amounts;
    int n_amounts, cap_amounts;
};

/* The tests of a rule's condition, with parameters as of the edition. */
int emit_rule(struct compiler *compiler, const struct rule *rule, struct standing *ret);
/* Value of a number in the edition. */
int emit_num(struct compiler *compiler, const char *member, const struct num *num, int64_t *ret);
/* Causes that no rule of the edition can tell apart fall into one class. */
int make_classes(struct compiler *compiler);

#endif
