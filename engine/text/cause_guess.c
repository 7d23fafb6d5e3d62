/* Causes by what the words of the lexicon say for them and by how often they come to court. */
#include "engine/text/cause_guess.h"

#include <math.h>
#include <stdbool.h>

#include "engine/text/classify_parts.h"

/* A cause that only a court decides, in a text that looks open to mediation, or the other way round. */
#define OTHER_SCOPE_COST 2.0

static int
first_link(const struct model *model, uint16_t mark)
{
    int low = 0, high = (int)model->header->n_links;

    while (low < high) {
        int middle = (low + high) / 2;
        if (model->links[middle].mark < mark)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Logarithms of what speaks for each cause. */
static double *
score_causes(const struct model *model, const struct features *found, enum fl_scope scope,
             struct arena *arena)
{
    int n = (int)model->header->n_causes;
    double *score = arena_take(arena, ((size_t)n + 1) * sizeof *score);

    for (int i = 0; i < n; i++)
        score[i] = (double)model->causes[i].prior -
                   (model->causes[i].scope == (uint8_t)scope ? 0 : OTHER_SCOPE_COST);
    for (int i = 0; i < found->n_marks; i++)
        for (int k = first_link(model, found->mark[i]);
             k < (int)model->header->n_links && model->links[k].mark == found->mark[i]; k++)
            score[model->links[k].cause] += (double)model->links[k].weight;
    return score;
}

/* Scores of the causes of a domain as shares of it; all others -1. */
static void
share_out(const struct model *model, enum fl_domain domain, double *score)
{
    int n = (int)model->header->n_causes;
    double top = -INFINITY, sum = 0, temperature = (double)model->reliable->cause_temperature;

    for (int i = 0; i < n; i++)
        if (model->causes[i].domain == (uint8_t)domain && score[i] > top)
            top = score[i];
    for (int i = 0; i < n; i++) {
        bool fits = model->causes[i].domain == (uint8_t)domain;
        score[i] = fits ? exp((score[i] - top) / temperature) : -1;
        sum += fits ? score[i] : 0;
    }
    for (int i = 0; i < n; i++)
        score[i] = score[i] < 0 ? -1 : score[i] / sum;
}

/* Takes the greatest share out; false when none is left. */
static bool
take_best(const struct model *model, double *share, const char **ret_name, double *ret_share)
{
    int n = (int)model->header->n_causes, best = -1;

    for (int i = 0; i < n; i++)
        if (share[i] >= 0 && (best < 0 || share[i] > share[best]))
            best = i;
    if (best < 0)
        return false;
    *ret_name = model->names + model->causes[best].name;
    *ret_share = share[best];
    share[best] = -1;
    return true;
}

double *
cause_shares(const struct model *model, const struct features *found, enum fl_domain domain,
             enum fl_scope scope, struct arena *arena)
{
    double *share = score_causes(model, found, scope, arena);

    share_out(model, domain, share);
    return share;
}

void
cause_guess(const struct model *model, const struct policy *policy, const struct features *found,
            fl_day day, struct arena *arena, struct classification *ret)
{
    const char *name;
    double *share, one, domain_share = ret->domain_share[ret->domain];

    ret->cause_list = policy_cause_list_on(policy, day);
    ret->cause = -1;
    ret->cause_confidence = 0;
    ret->n_top = 0;
    if (ret->cause_list < 0)
        return;
    share = cause_shares(model, found, ret->domain, ret->scope, arena);
    while (ret->n_top < CLASSIFY_TOP && take_best(model, share, &name, &one)) {
        bool alias;
        int cause = policy_cause_by_name(policy, ret->cause_list, name, &alias, NULL);
        if (cause >= 0 && !alias) /* a name of another list is passed over */
            ret->top[ret->n_top++] = (struct cause_guess){
                cause, reliable_at(model->reliable->cause_right, one * domain_share)};
    }
    if (ret->n_top) {
        ret->cause = ret->top[0].cause;
        ret->cause_confidence = ret->top[0].confidence;
    }
}
