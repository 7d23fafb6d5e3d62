/* The list of findings: kept in order, each thing once. */
#include "engine/text/found.h"

#include <string.h>

static int
order(const struct found_item *a, const struct found_item *b)
{
    if (a->kind != b->kind)
        return a->kind - b->kind;
    if (a->kind == FOUND_FACT && a->which != b->which)
        return a->which - b->which;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Kinds of which every place is worth telling; of the others each value once. */
static bool
is_place(enum found_kind kind)
{
    return kind == FOUND_MONEY || kind == FOUND_DATE || kind == FOUND_PERIOD;
}

static bool
is_single(enum found_kind kind)
{
    return kind == FOUND_FACT || kind == FOUND_AMOUNT || kind == FOUND_CLAIMANTS ||
           kind == FOUND_WORK_INJURY || kind == FOUND_EMPLOYED_FROM || kind == FOUND_NO_DISPUTE;
}

static bool
same_thing(const struct found_item *a, const struct found_item *b)
{
    if (a->kind != b->kind)
        return false;
    if (is_place((enum found_kind)a->kind))
        return a->at == b->at;
    if (is_single((enum found_kind)a->kind))
        return a->kind != FOUND_FACT || a->which == b->which;
    return a->value == b->value;
}

static void
take_out(struct found *found, int i)
{
    memmove(&found->items[i], &found->items[i + 1],
            (size_t)(found->n - i - 1) * sizeof *found->items);
    found->n--;
}

bool
found_add(struct found *found, const struct found_item *item)
{
    int i = 0;
    for (int k = 0; k < found->n; k++) {
        if (!same_thing(&found->items[k], item))
            continue;
        if (found->items[k].sure >= item->sure)
            return false;
        take_out(found, k);
        break;
    }
    if (found->n == FOUND_MAX) {
        /* what is one of many gives way to what stands alone */
        if (is_place((enum found_kind)item->kind) ||
            !is_place((enum found_kind)found->items[found->n - 1].kind))
            return false;
        found->n--;
    }
    while (i < found->n && order(&found->items[i], item) < 0)
        i++;
    memmove(&found->items[i + 1], &found->items[i], (size_t)(found->n - i) * sizeof *found->items);
    found->items[i] = *item;
    found->n++;
    return true;
}

const struct found_item *
found_of(const struct found *found, enum found_kind kind, int which)
{
    for (int i = 0; found && i < found->n; i++)
        if (found->items[i].kind == kind && (kind != FOUND_FACT || found->items[i].which == which))
            return &found->items[i];
    return NULL;
}
