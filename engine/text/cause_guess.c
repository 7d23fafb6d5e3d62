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

/* The causes of a domain: first … first + n of the model. */
struct range {
    int first, n;
};

static struct range
range_of(const struct model *model, enum fl_domain domain)
{
    const uint32_t *first = model->header->cause_first;

    return (struct range){(int)first[domain], (int)(first[domain + 1] - first[domain])};
}

/* Logarithms of what speaks for each cause of the range. */
static double *
score_causes(const struct model *model, const struct features *found, struct range range,
             enum fl_scope scope, struct arena *arena)
{
    double *score = arena_take(arena, ((size_t)range.n + 1) * sizeof *score);
    const struct cause_link *links = model->links;
    int n_links = (int)model->header->n_links;

    for (int i = 0; i < range.n; i++) {
        const struct model_cause *cause = &model->causes[range.first + i];
        score[i] = (double)cause->prior - (cause->scope == (uint8_t)scope ? 0 : OTHER_SCOPE_COST);
    }
    for (int i = 0; i < found->n_marks; i++)
        for (int k = first_link(model, found->mark[i]);
             k < n_links && links[k].mark == found->mark[i]; k++) {
            int at = (int)links[k].cause - range.first;
            if (at >= 0 && at < range.n)
                score[at] += (double)links[k].weight;
        }
    return score;
}

/* Makes shares of scores. */
static void
share_out(double *score, int n, double temperature)
{
    double top = -INFINITY, sum = 0;

    for (int i = 0; i < n; i++)
        top = score[i] > top ? score[i] : top;
    for (int i = 0; i < n; i++)
        sum += score[i] = exp((score[i] - top) / temperature);
    for (int i = 0; i < n; i++)
        score[i] /= sum;
}

/* Takes the greatest share out; -1 when none is left. */
static int
take_best(double *share, int n, double *ret_share)
{
    int best = -1;

    for (int i = 0; i < n; i++)
        if (share[i] >= 0 && (best < 0 || share[i] > share[best]))
            best = i;
    if (best >= 0) {
        *ret_share = share[best];
        share[best] = -1;
    }
    return best;
}

double *
cause_shares(const struct model *model, const struct features *found, enum fl_domain domain,
             enum fl_scope scope, struct arena *arena)
{
    struct range range = range_of(model, domain);
    double *share = score_causes(model, found, range, scope, arena);

    share_out(share, range.n, (double)model->reliable->cause_temperature);
    return share;
}

void
cause_guess(const struct model *model, const struct policy *policy, const struct features *found,
            fl_day day, struct arena *arena, struct classification *ret)
{
    struct range range = range_of(model, ret->domain);
    double *share, one, domain_share = ret->domain_share[ret->domain];
    int best;

    ret->cause_list = policy_cause_list_on(policy, day);
    ret->cause = -1;
    ret->cause_confidence = 0;
    ret->n_top = 0;
    if (ret->cause_list < 0)
        return;
    share = cause_shares(model, found, ret->domain, ret->scope, arena);
    while (ret->n_top < CLASSIFY_TOP && (best = take_best(share, range.n, &one)) >= 0) {
        const char *name = model->names + model->causes[range.first + best].name;
        bool alias;
        int cause = policy_cause_by_name(policy, ret->cause_list, name, &alias, NULL);
        /* a name of another list, or one that stands for another domain there, is passed over */
        if (cause >= 0 && !alias &&
            policy_cause(policy, ret->cause_list, cause)->domain == ret->domain)
            ret->top[ret->n_top++] = (struct cause_guess){
                cause, reliable_at(model->reliable->cause_right, one * domain_share)};
    }
    if (ret->n_top) {
        ret->cause = ret->top[0].cause;
        ret->cause_confidence = ret->top[0].confidence;
    }
}
