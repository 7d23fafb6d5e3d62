/* Accuracy and F1 out of two tables of confusion. */
#include "deploy/model/train/score.h"

#include <stdbool.h>
#include <stdio.h>

void
score_add(struct score *score, int domain, int scope, int said_domain, int said_scope)
{
    score->domain[domain][said_domain]++;
    score->scope[scope][said_scope]++;
    score->n++;
}

static double
f1(const int *table, int width, int k, bool *ret_occurs)
{
    int right = table[k * width + k], truth = 0, said = 0;
    for (int i = 0; i < width; i++) {
        truth += table[k * width + i];
        said += table[i * width + k];
    }
    *ret_occurs = truth > 0;
    return truth + said ? 2.0 * right / (truth + said) : 0;
}

static double
macro(const int *table, int width)
{
    double sum = 0;
    int n = 0;
    for (int k = 0; k < width; k++) {
        bool occurs;
        double one = f1(table, width, k, &occurs);
        sum += occurs ? one : 0;
        n += occurs;
    }
    return n ? sum / n : 0;
}

static double
accuracy(const int *table, int width, int n)
{
    int right = 0;
    for (int k = 0; k < width; k++)
        right += table[k * width + k];
    return n ? (double)right / n : 0;
}

double
score_domain_accuracy(const struct score *score)
{
    return accuracy(&score->domain[0][0], FL_DOMAIN__COUNT, score->n);
}
double
score_domain_f1(const struct score *score)
{
    return macro(&score->domain[0][0], FL_DOMAIN__COUNT);
}
double
score_scope_accuracy(const struct score *score)
{
    return accuracy(&score->scope[0][0], FL_SCOPE__COUNT, score->n);
}
double
score_scope_f1(const struct score *score)
{
    return macro(&score->scope[0][0], FL_SCOPE__COUNT);
}
double
score_labour_f1(const struct score *score)
{
    bool occurs;
    return f1(&score->scope[0][0], FL_SCOPE__COUNT, FL_SCOPE_LABOUR, &occurs);
}

void
score_print(const struct score *score, const char *name)
{
    printf("%-28s %5d  scope %.3f / %.3f  labour %.3f  domain %.3f / %.3f\n", name, score->n,
           score_scope_accuracy(score), score_scope_f1(score), score_labour_f1(score),
           score_domain_accuracy(score), score_domain_f1(score));
}

void
score_print_domains(const struct score *score)
{
    printf("%20s", "");
    for (int k = 0; k < FL_DOMAIN__COUNT; k++)
        printf(" %5.5s", fl_domains.words[k].name);
    printf("\n");
    for (int k = 0; k < FL_DOMAIN__COUNT; k++) {
        bool occurs;
        double one = f1(&score->domain[0][0], FL_DOMAIN__COUNT, k, &occurs);
        printf("%-20s", fl_domains.words[k].name);
        for (int i = 0; i < FL_DOMAIN__COUNT; i++)
            printf(" %5d", score->domain[k][i]);
        printf("  f1 %.3f\n", one);
    }
}
