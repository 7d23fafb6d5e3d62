/* From scores to shares, and from shares to one domain and one scope that go together. */
#include "engine/text/classify_parts.h"

const bool domain_scope_open[FL_DOMAIN__COUNT] = {
    [FL_DOMAIN_FAMILY] = true,       [FL_DOMAIN_DEBT] = true, [FL_DOMAIN_CONTRACT] = true,
    [FL_DOMAIN_HOUSING_LAND] = true, [FL_DOMAIN_TORT] = true, [FL_DOMAIN_PROPERTY_NEIGHBOUR] = true,
};

const enum fl_scope domain_scope[FL_DOMAIN__COUNT] = {
    [FL_DOMAIN_LABOUR] = FL_SCOPE_LABOUR,
    [FL_DOMAIN_FAMILY] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_DEBT] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_CONTRACT] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_HOUSING_LAND] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_TORT] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_TRAFFIC] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_MEDICAL] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_CONSUMER] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_PROPERTY_NEIGHBOUR] = FL_SCOPE_CIVIL,
    [FL_DOMAIN_IP] = FL_SCOPE_COURT_ONLY,
    [FL_DOMAIN_COMPANY] = FL_SCOPE_COURT_ONLY,
    [FL_DOMAIN_ADMINISTRATIVE] = FL_SCOPE_ADMINISTRATIVE,
    [FL_DOMAIN_CRIMINAL] = FL_SCOPE_CRIMINAL,
};

void
shares_of(const double scores[MODEL_COLUMNS], const double *structure, double temperature,
          double court_only_temperature, struct shares *ret)
{
    double best = -INFINITY, sum = 0;

    for (int k = 0; k < MODEL_CLASSES; k++) {
        ret->class[k] = scores[k] / temperature + (structure ? structure[k] : 0);
        if (ret->class[k] > best)
            best = ret->class[k];
    }
    for (int k = 0; k < MODEL_CLASSES; k++)
        sum += ret->class[k] = exp(ret->class[k] - best);
    for (int k = 0; k < MODEL_CLASSES; k++)
        ret->class[k] /= sum;
    ret->court_only = 1 / (1 + exp(-scores[COLUMN_COURT_ONLY] / court_only_temperature));
}

/* The part of a domain that falls to a scope. */
static double
part_of(const struct shares *shares, int domain, int scope)
{
    if (!domain_scope_open[domain])
        return domain_scope[domain] == (enum fl_scope)scope ? shares->class[domain] : 0;
    if (scope == FL_SCOPE_COURT_ONLY)
        return shares->class[domain] * shares->court_only;
    return scope == FL_SCOPE_CIVIL ? shares->class[domain] * (1 - shares->court_only) : 0;
}

double
shares_best(const struct shares *shares, enum fl_domain *ret_domain, enum fl_scope *ret_scope)
{
    double most = -1, best = -1;

    for (int scope = 0; scope < FL_SCOPE__COUNT; scope++) {
        double sum = 0;
        for (int k = 0; k < FL_DOMAIN__COUNT; k++)
            sum += part_of(shares, k, scope);
        if (sum > most) {
            most = sum;
            *ret_scope = (enum fl_scope)scope;
        }
    }
    for (int k = 0; k < FL_DOMAIN__COUNT; k++)
        if (part_of(shares, k, *ret_scope) > best) {
            best = part_of(shares, k, *ret_scope);
            *ret_domain = (enum fl_domain)k;
        }
    return best;
}

double
reliable_at(const float right[RELIABLE_STEPS + 1], double share)
{
    double place = (share < 0 ? 0 : share > 1 ? 1 : share) * RELIABLE_STEPS;
    int step = place >= RELIABLE_STEPS ? RELIABLE_STEPS - 1 : (int)place;
    double beyond = place - step;

    return (double)right[step] * (1 - beyond) + (double)right[step + 1] * beyond;
}
