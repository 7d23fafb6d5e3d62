/* classify(): rows of weights summed up, the structure of the case added, one domain and scope chosen, and
 * the share of it turned into how often such a share was right. */
#include "engine/text/classify.h"

#include <string.h>

#include "engine/text/cause_guess.h"
#include "engine/text/classify_parts.h"
#include "engine/text/structure.h"

typedef int8_t row_int8 __attribute__((vector_size(MODEL_COLUMNS)));
typedef int16_t row_int16 __attribute__((vector_size(MODEL_COLUMNS * sizeof(int16_t))));

enum { ROWS_AT_ONCE = 256 }; /* of -128 … 127, so that their sum fits into 16 bits */

static void
sum_grams(const int8_t *weights, const struct features *found, int32_t ret[MODEL_COLUMNS])
{
    memset(ret, 0, MODEL_COLUMNS * sizeof *ret);
    for (int i = 0; i < found->n_grams;) {
        int end = i + ROWS_AT_ONCE < found->n_grams ? i + ROWS_AT_ONCE : found->n_grams;
        row_int16 sum = {0};
        for (; i < end; i++) {
            row_int8 row;
            memcpy(&row, weights + (size_t)found->gram[i] * MODEL_COLUMNS, sizeof row);
            sum += __builtin_convertvector(row, row_int16);
        }
        for (int k = 0; k < MODEL_COLUMNS; k++)
            ret[k] += sum[k];
    }
}

static void
sum_marks(const float *weights, const struct features *found, float ret[MODEL_COLUMNS])
{
    memset(ret, 0, MODEL_COLUMNS * sizeof *ret);
    for (int i = 0; i < found->n_marks; i++)
        for (int k = 0; k < MODEL_COLUMNS; k++)
            ret[k] += weights[(size_t)found->mark[i] * MODEL_COLUMNS + (size_t)k];
}

void
model_scores(const struct model *model, const struct features *found, double ret[MODEL_COLUMNS])
{
    int32_t grams[MODEL_COLUMNS];
    float marks[MODEL_COLUMNS];

    sum_grams(model->grams, found, grams);
    sum_marks(model->marks, found, marks);
    for (int k = 0; k < MODEL_COLUMNS; k++)
        ret[k] = (double)model->header->bias[k] +
                 (double)grams[k] * (double)model->header->scale[k] * gram_value(found) +
                 (double)marks[k] * mark_value(found);
}

void
classify(const struct model *model, const struct policy *policy, const struct text *text,
         const struct fl_case *c, fl_day day, struct arena *arena, struct classification *ret)
{
    struct features found;
    struct shares shares;
    double scores[MODEL_COLUMNS], structure[MODEL_COLUMNS] = {0}, best;

    memset(ret, 0, sizeof *ret);
    features_find(&model->lexicon, text, arena, &found);
    model_scores(model, &found, scores);
    if (c)
        structure_add(model->structure, c, structure);
    shares_of(scores, structure, (double)model->reliable->temperature,
              (double)model->reliable->court_only_temperature, &shares);
    best = shares_best(&shares, &ret->domain, &ret->scope);
    ret->confidence = reliable_at(model->reliable->right, best);
    memcpy(ret->domain_share, shares.class, sizeof ret->domain_share);
    ret->no_dispute = shares.class[COLUMN_NONE];
    cause_guess(model, policy, &found, day, arena, ret);
}

double
classify_doubt(const struct classification *found, const struct cause *given)
{
    return found->confidence * (1 - found->domain_share[given->domain]);
}
