/* Causes that no rule of an edition can tell apart fall into one class: a test of the cause is then
 * one bit of the class's row, and `missing` needs to try one cause per class instead of a thousand.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_compile.h"

/* The row of a cause: one bit per column, and its domain when some rule reads it. */
static void
fill_row(const struct compiler *compiler, int cause, uint64_t *row, int words)
{
    const struct cause_list *list = &compiler->loader->policy->lists[compiler->edition->list];
    memset(row, 0, (size_t)words * 8);
    for (int i = 0; i < compiler->n_columns; i++)
        if (bit_get(compiler->columns[i], cause))
            bit_set(row, i);
    if (compiler->reads_domain)
        row[words - 1] = (uint64_t)list->causes[cause].domain;
}

int
make_classes(struct compiler *compiler)
{
    struct policy *policy = compiler->loader->policy;
    struct edition *edition = compiler->edition;
    int n = policy->lists[edition->list].n;
    int words = (compiler->n_columns + 63) / 64 + 1; /* the last word is the domain's */
    uint64_t *rows = calloc((size_t)(n + 1) * (size_t)words, 8);
    int *representative = calloc((size_t)n + 1, sizeof *representative);
    if (!rows || !representative)
        abort();
    edition->class_of = arena_take(&policy->arena, (size_t)n * sizeof *edition->class_of);
    int classes = 1;
    representative[0] = -1;
    for (int i = 0; i < n; i++) {
        uint64_t *row = rows + (size_t)classes * (size_t)words;
        fill_row(compiler, i, row, words);
        int k = 1;
        while (k < classes && memcmp(rows + (size_t)k * (size_t)words, row, (size_t)words * 8))
            k++;
        if (k == classes)
            representative[classes++] = i;
        edition->class_of[i] = (uint16_t)k;
    }
    edition->columns = words;
    edition->n_classes = classes;
    edition->rows = arena_take(&policy->arena, (size_t)classes * (size_t)words * 8);
    memcpy(edition->rows, rows, (size_t)classes * (size_t)words * 8);
    edition->representative = arena_take(&policy->arena, (size_t)classes * sizeof(int));
    memcpy(edition->representative, representative, (size_t)classes * sizeof(int));
    free(rows);
    free(representative);
    return 0;
}
