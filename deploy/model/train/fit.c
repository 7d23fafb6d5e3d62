/* Fitting with liblinear: one against the rest for the classes, and court_only against civil within the
 * domains that know both. */
#include "deploy/model/train/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/classify_parts.h"

/* Its struct model is not ours. */
#define model liblinear_model
#include <linear.h>
#undef model

static struct feature_node *
row_of(const struct features *found, struct arena *arena)
{
    struct feature_node *row =
        arena_take(arena, (size_t)(found->n_grams + found->n_marks + 2) * sizeof *row);
    int n = 0;

    for (int i = 0; i < found->n_grams; i++)
        row[n++] = (struct feature_node){(int)found->gram[i] + 1, gram_value(found)};
    for (int i = 0; i < found->n_marks; i++)
        row[n++] =
            (struct feature_node){(int)MODEL_BUCKETS + found->mark[i] + 1, mark_value(found)};
    row[n].index = -1;
    return row;
}

static int
by_index(const void *a, const void *b)
{
    return ((const struct feature_node *)a)->index - ((const struct feature_node *)b)->index;
}

void
rows_make(const struct corpus *corpus, const struct lexicon *lexicon, struct arena *arena,
          struct rows *ret)
{
    struct arena scratch;

    ret->n = corpus->n;
    ret->n_columns = (int)MODEL_BUCKETS + mark_count(lexicon);
    ret->row = arena_take(arena, (size_t)corpus->n * sizeof *ret->row);
    arena_init(&scratch);
    for (int i = 0; i < corpus->n; i++) {
        struct text text;
        struct features found;
        arena_reset(&scratch);
        if (text_read(corpus->examples[i].text, corpus->examples[i].len, &scratch, &text, NULL))
            die("a text is broken: source %d", corpus->examples[i].source);
        features_find(lexicon, &text, &scratch, &found);
        ret->row[i] = row_of(&found, arena);
        qsort(ret->row[i], (size_t)found.n_grams + (size_t)found.n_marks, sizeof **ret->row,
              by_index);
    }
    arena_done(&scratch);
}

static void
say_nothing(const char *text)
{
    (void)text;
}

/* One call of liblinear over the rows chosen; y[i] < 0 leaves a row out. Weights go to the columns first,
 * first + 1 … of ret. */
static void
fit_columns(const struct rows *rows, const int *y, int n_classes, double c, double balance,
            int solver, int first, struct fitted *ret)
{
    struct problem p = {.n = rows->n_columns + 1, .bias = -1};
    struct parameter param = {.solver_type = solver, .C = c, .eps = 0.05, .p = 0.1};
    int count[MODEL_COLUMNS] = {0}, label[MODEL_COLUMNS], n_labels = 0, total = 0;
    double weight[MODEL_COLUMNS];
    struct liblinear_model *model;

    p.x = malloc((size_t)rows->n * sizeof *p.x);
    p.y = malloc((size_t)rows->n * sizeof *p.y);
    if (!p.x || !p.y)
        die("no memory");
    for (int i = 0; i < rows->n; i++) {
        if (y[i] < 0)
            continue;
        p.x[p.l] = rows->row[i];
        p.y[p.l++] = y[i];
        count[y[i]]++;
        total++;
    }
    for (int k = 0; k < n_classes; k++)
        if (count[k]) {
            label[n_labels] = k;
            weight[n_labels++] = pow((double)total / (n_classes * (double)count[k]), balance);
        }
    param.nr_weight = n_labels;
    param.weight_label = label;
    param.weight = weight;
    set_print_string_function(say_nothing);
    srand(1);
    model = train(&p, &param);
    for (int k = 0; k < model->nr_class; k++) {
        int column = first + (n_classes == 2 ? 0 : model->label[k]);
        double sign = n_classes == 2 && model->label[0] != 1 ? -1 : 1;
        if (n_classes == 2 && k)
            break;
        int width =
            model->nr_class == 2 && model->param.solver_type != MCSVM_CS ? 1 : model->nr_class;
        for (int j = 0; j < rows->n_columns; j++)
            ret->weight[(size_t)j * MODEL_COLUMNS + (size_t)column] =
                sign * model->w[(size_t)j * (size_t)width + (size_t)k];
    }
    free_and_destroy_model(&model);
    free(p.x);
    free(p.y);
}

void
fit(const struct corpus *corpus, const struct rows *rows, const int *class,
    const struct recipe *recipe, struct fitted *ret)
{
    int *y = malloc((size_t)rows->n * sizeof *y);

    memset(ret, 0, sizeof *ret);
    ret->weight = calloc((size_t)rows->n_columns * MODEL_COLUMNS, sizeof *ret->weight);
    if (!y || !ret->weight)
        die("no memory");
    fit_columns(rows, class, MODEL_CLASSES, recipe->c, recipe->balance, recipe->solver, 0, ret);
    for (int i = 0; i < rows->n; i++) {
        const struct example *e = &corpus->examples[i];
        bool both = class[i] >= 0 && class[i] < FL_DOMAIN__COUNT && e->scope >= 0 &&
                    domain_scope_open[class[i]];
        y[i] = both ? e->scope == FL_SCOPE_COURT_ONLY : -1;
    }
    fit_columns(rows, y, 2, recipe->c_court_only, 0.5, L2R_LR_DUAL, COLUMN_COURT_ONLY, ret);
    free(y);
}

void
fit_twice(const struct corpus *corpus, const struct rows *rows, const int *class,
          const struct recipe *recipe, struct fitted *ret)
{
    int *more = malloc((size_t)rows->n * sizeof *more);
    struct fitted first;

    if (!more)
        die("no memory");
    fit(corpus, rows, class, recipe, &first);
    for (int i = 0; i < rows->n; i++) {
        int source = corpus->examples[i].source, best = 0;
        double scores[MODEL_COLUMNS];
        struct shares shares;
        more[i] = class[i];
        if (source != SOURCE_QUESTIONS && source != SOURCE_MESSAGES)
            continue;
        fitted_scores(&first, rows->row[i], scores);
        shares_of(scores, NULL, recipe->temperature, 1, &shares);
        for (int k = 1; k < MODEL_CLASSES; k++)
            best = shares.class[k] > shares.class[best] ? k : best;
        if (source == SOURCE_QUESTIONS && shares.class[best] >= recipe->sure)
            more[i] = best;
        if (source == SOURCE_MESSAGES && shares.class[best] < recipe -> unsure)
            more[i] = COLUMN_NONE;
    }
    fitted_done(&first);
    fit(corpus, rows, more, recipe, ret);
    free(more);
}

void
fitted_done(struct fitted *fitted)
{
    free(fitted->weight);
    fitted->weight = NULL;
}

void
fitted_scores(const struct fitted *fitted, const struct feature_node *row,
              double ret[MODEL_COLUMNS])
{
    memcpy(ret, fitted->bias, sizeof fitted->bias);
    for (; row->index > 0; row++) {
        const double *w = fitted->weight + (size_t)(row->index - 1) * MODEL_COLUMNS;
        for (int k = 0; k < MODEL_COLUMNS; k++)
            ret[k] += w[k] * row->value;
    }
}
