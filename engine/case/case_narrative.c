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

static bool
is_needed(const struct fl_case *c, const struct found_item *item)
{
    return item->kind <= FOUND_NO_DISPUTE && (!c->has_cause || says_otherwise(c, item));
}

/* What a decision can need, and no more: not every day and amount that somebody wrote down. Most often that is nothing
 * where a cause was given. */
static const struct found *
needed(const struct fl_case *c, const struct found *found, struct arena *arena)
{
    static const struct found nothing;
    struct found *kept = NULL;
    for (int i = 0; i < found->n; i++) {
        if (!is_needed(c, &found->items[i]))
            continue;
        if (!kept)
            kept = arena_take(arena, sizeof *kept);
        kept->items[kept->n++] = found->items[i];
    }
    return kept ? kept : &nothing;
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
           const struct fl_case *c, struct arena *scratch, struct reading *ret)
{
    struct classification about;
    classify(model, policy, text, c, c->has_cause ? FL_NO_DAY : c->filed_on, scratch, &about);
    if (c->has_cause) {
        const struct cause *given = policy_cause(policy, c->cause_list, c->cause);
        if (classify_doubt(&about, given) < DOUBT_KEPT)
            return;
        classify(model, policy, text, c, c->filed_on, scratch, &about);
    }
    put_classification(policy, model, &about, c, ret);
}

/* What reading takes is given back at once; what was read lies in the case's own arena. */
static void
read_all(const struct policy *policy, const struct model *model, const struct phrases *phrases,
         struct fl_case *c, struct arena *scratch, struct arena *arena)
{
    struct text text;
    struct fl_error err = {0};
    struct reading reading;
    if (text_read(c->narrative, c->narrative_len, scratch, &text, &err))
        return;
    reading_blank(&reading, needed(c, found_read(phrases, &text, c->filed_on, scratch), arena));
    if (model)
        read_about(policy, model, &text, c, scratch, &reading);
    if (c->has_cause && !reading.found->n && !reading.model)
        return;
    struct reading *kept = arena_take(arena, sizeof *kept);
    *kept = reading;
    c->reading = kept;
}

void
case_narrative(const struct policy *policy, const struct model *model, struct fl_case *c,
               struct arena *arena)
{
    const struct phrases *phrases = policy_phrases(policy);
    struct arena scratch;
    if (!c->narrative || !phrases)
        return;
    arena_init(&scratch);
    read_all(policy, model, phrases, c, &scratch, arena);
    arena_done(&scratch);
}
