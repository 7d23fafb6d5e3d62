/* The narrative of a case that comes in, read. */
#include "engine/case/case_narrative.h"

#include "engine/text/found.h"
#include "engine/text/reading.h"
#include "engine/text/text.h"

/* Beside a cause that was given only findings that say otherwise than what was given are kept. */
static bool
says_otherwise(const struct fl_case *c, const struct found_item *item)
{
    if (item->kind == FOUND_FACT)
        return c->fact[item->which] != FL_UNKNOWN && c->fact[item->which] != item->value;
    if (item->kind == FOUND_AMOUNT)
        return c->amount_fen >= 0 && c->amount_fen != item->value;
    return item->kind == FOUND_CLAIMANTS && item->value > c->count[FL_CLAIMANT];
}

static struct found *
only_otherwise(const struct fl_case *c, const struct found *found, struct arena *arena)
{
    struct found *kept = arena_take(arena, sizeof *kept);
    for (int i = 0; i < found->n; i++)
        if (says_otherwise(c, &found->items[i]))
            found_add(kept, &found->items[i]);
    return kept;
}

void
case_narrative(const struct policy *policy, const struct model *model, struct fl_case *c,
               struct arena *arena)
{
    const struct phrases *phrases = policy_phrases(policy);
    struct text text;
    struct fl_error err = {0};
    (void)model;
    if (!c->narrative || !phrases || text_read(c->narrative, c->narrative_len, arena, &text, &err))
        return;
    struct found *found = found_read(phrases, &text, c->filed_on, arena);
    struct reading *reading = arena_take(arena, sizeof *reading);
    reading_blank(reading, c->has_cause ? only_otherwise(c, found, arena) : found);
    if (!c->has_cause || reading->found->n)
        c->reading = reading;
}
