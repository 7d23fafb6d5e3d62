/* What the members of a case say: a table of likelihoods for each, added up. */
#include "engine/text/structure.h"

const char *const structure_body_names[STRUCTURE_BODIES] = {"nobody",      "person",     "company",
                                                            "institution", "government", "village"};

static const enum structure_body body_of_kind[FL_KIND__COUNT] = {
    [FL_KIND_PERSON] = SIDE_PERSON,         [FL_KIND_COMPANY] = SIDE_COMPANY,
    [FL_KIND_SOLE_TRADER] = SIDE_COMPANY,   [FL_KIND_INSTITUTION] = SIDE_INSTITUTION,
    [FL_KIND_GOVERNMENT] = SIDE_GOVERNMENT, [FL_KIND_VILLAGE] = SIDE_VILLAGE,
    [FL_KIND_OTHER_ORG] = SIDE_COMPANY,
};

/* A government among the respondents says more than the village beside it. */
static const int telling[STRUCTURE_BODIES] = {
    [SIDE_NOBODY] = 0,  [SIDE_PERSON] = 1,      [SIDE_COMPANY] = 2,
    [SIDE_VILLAGE] = 3, [SIDE_INSTITUTION] = 4, [SIDE_GOVERNMENT] = 5,
};

enum structure_body
structure_body_of(uint32_t kinds)
{
    enum structure_body best = SIDE_NOBODY;

    for (int kind = 0; kind < FL_KIND__COUNT; kind++)
        if (kinds >> kind & 1 && telling[body_of_kind[kind]] > telling[best])
            best = body_of_kind[kind];
    return best;
}

static void
add(const float *row, double *ret)
{
    for (int k = 0; k < MODEL_COLUMNS; k++)
        ret[k] += (double)row[k];
}

/* Where a government stands beside an enterprise, the enterprise is the employer (or the third party of the government's act),
 * and that an employer is there says nothing. */
static uint32_t
telling_tags(const struct fl_case *c, int side)
{
    uint32_t kinds = c->kinds[side], tags = c->tags[side];
    bool beside = kinds >> FL_KIND_GOVERNMENT & 1 &&
                  kinds & (1u << FL_KIND_COMPANY | 1u << FL_KIND_SOLE_TRADER);

    return beside ? tags & ~(1u << FL_TAG_EMPLOYER) : tags;
}

void
structure_add(const struct structure_weights *weights, const struct fl_case *c,
              double ret[MODEL_COLUMNS])
{
    add(weights->parties[structure_body_of(c->kinds[FL_CLAIMANT])]
                        [structure_body_of(c->kinds[FL_RESPONDENT])],
        ret);
    for (int side = 0; side < FL_SIDE__COUNT; side++)
        for (int tag = 0; tag < FL_TAG__COUNT; tag++)
            if (telling_tags(c, side) >> tag & 1)
                add(weights->tag[side][tag], ret);
    for (int claim = 0; claim < FL_CLAIM__COUNT; claim++)
        if (c->claims >> claim & 1)
            add(weights->claim[claim], ret);
}
