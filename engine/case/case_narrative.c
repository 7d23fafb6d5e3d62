/* The narrative of a case that comes in, read. */
#include "engine/case/case_narrative.h"

#include "engine/text/classify.h"
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

/* What a decision can need, and no more: not every day and amount that somebody wrote down. */
static const struct found *
needed(const struct fl_case *c, const struct found *found, struct arena *arena)
{
    struct found *kept = arena_take(arena, sizeof *kept);
    for (int i = 0; i < found->n; i++)
        if (found->items[i].kind <= FOUND_NO_DISPUTE &&
            (!c->has_cause || says_otherwise(c, &found->items[i])))
            kept->items[kept->n++] = found->items[i];
    return kept;
}

/* Below this a text that speaks against the cause given is not worth keeping; what is said to people is the
 * policy's to choose, and lies above. */
#define DOUBT_KEPT 0.3

static void
put_classification(const struct policy *policy, const struct model *model,
                   const struct classification *found, const struct fl_case *c, struct reading *ret)
{
    ret->model = model_hash(model);
    ret->domain = found->domain;
    ret->scope = found->scope;
    ret->confidence = reading_share(found->confidence);
    ret->no_dispute = reading_share(found->no_dispute);
    ret->cause_list = found->cause_list;
    for (; ret->n_top < found->n_top && ret->n_top < READING_TOP; ret->n_top++) {
        ret->top[ret->n_top].cause = found->top[ret->n_top].cause;
        ret->top[ret->n_top].confidence = reading_share(found->top[ret->n_top].confidence);
    }
    if (c->has_cause)
        ret->doubt =
            reading_share(classify_doubt(found, policy_cause(policy, c->cause_list, c->cause)));
}

/* Where a cause was given the likeliest causes are only worth their time when the text speaks against it. */
static void
read_about(const struct policy *policy, const struct model *model, const struct text *text,
           const struct fl_case *c, struct arena *arena, struct reading *ret)
{
    struct classification about;
    classify(model, policy, text, c, c->has_cause ? FL_NO_DAY : c->filed_on, arena, &about);
    if (c->has_cause) {
        const struct cause *given = policy_cause(policy, c->cause_list, c->cause);
        if (classify_doubt(&about, given) < DOUBT_KEPT)
            return;
        classify(model, policy, text, c, c->filed_on, arena, &about);
    }
    put_classification(policy, model, &about, c, ret);
}

void
case_narrative(const struct policy *policy, const struct model *model, struct fl_case *c,
               struct arena *arena)
{
    const struct phrases *phrases = policy_phrases(policy);
    struct text text;
    struct fl_error err = {0};
    if (!c->narrative || !phrases || text_read(c->narrative, c->narrative_len, arena, &text, &err))
        return;
    const struct found *found = found_read(phrases, &text, c->filed_on, arena);
    struct reading *reading = arena_take(arena, sizeof *reading);
    reading_blank(reading, needed(c, found, arena));
    if (model)
        read_about(policy, model, &text, c, arena, reading);
    if (!c->has_cause || reading->found->n || reading->model)
        c->reading = reading;
}
