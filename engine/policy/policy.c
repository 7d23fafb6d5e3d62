/* A loaded policy as others see it: holding it, its name, its parameters, its docket numbers. */
#include "engine/policy/policy.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/day.h"
#include "engine/base/share.h"
#include "engine/policy/policy_parts.h"

#define X(id, word, all, chinese) {word, chinese, all},
const struct stage_info policy_stages[STAGE__COUNT] = {POLICY_STAGES(X)};
#undef X

struct policy *
policy_hold(struct policy *policy)
{
    atomic_fetch_add(&policy->holders, 1);
    return policy;
}

void
policy_release(struct policy *policy)
{
    if (!policy || atomic_fetch_sub(&policy->holders, 1) != 1)
        return;
    arena_done(&policy->arena);
    free(policy);
}

static char default_dir[PATH_MAX];

static void
find_default_dir(void)
{
    share_dir("FENLIU_POLICY", "policy/hunan", default_dir);
}

const char *
policy_default_dir(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_default_dir);
    return default_dir;
}

const char *
policy_rule_en(const struct policy *policy, const char *id)
{
    for (int i = 0; i < policy->n_rules; i++)
        if (strcmp(policy->rules[i]->id, id) == 0)
            return policy->rules[i]->en;
    return NULL;
}

const char *
policy_name(const struct policy *policy)
{
    return policy->name_hash;
}

const char *
policy_hash(const struct policy *policy)
{
    return policy->hash;
}

const struct phrases *
policy_phrases(const struct policy *policy)
{
    return policy->phrases;
}

const struct edition *
policy_edition(const struct policy *policy, fl_day day)
{
    int low = 0, high = policy->n_editions - 1;
    while (low <= high) {
        int middle = (low + high) / 2;
        const struct edition *edition = &policy->editions[middle];
        if (day < edition->from)
            high = middle - 1;
        else if (day > edition->to)
            low = middle + 1;
        else
            return edition;
    }
    return NULL;
}

int
param_find(const struct policy *policy, const char *name, size_t len)
{
    for (int i = 0; i < policy->n_params; i++)
        if (!strncmp(policy->params[i].name, name, len) && !policy->params[i].name[len])
            return i;
    return -1;
}

const struct param_value *
param_on(const struct param_row *row, fl_day day)
{
    for (int i = 0; i < row->n_values; i++)
        if (day >= row->values[i].from && day <= row->values[i].to)
            return &row->values[i];
    return NULL;
}

bool
policy_param(const struct policy *policy, const char *name, fl_day day, int64_t *ret)
{
    int n = param_find(policy, name, strlen(name));
    const struct param_value *value = n < 0 ? NULL : param_on(&policy->params[n], day);
    if (!value)
        return false;
    *ret = value->value;
    return true;
}

/* 湘0204 for division 430204: the province's character and the last four digits. */
static bool
court_code(const struct policy *policy, const char *court, char *ret, size_t size)
{
    if (!court || strlen(court) != 6)
        return false;
    for (int i = 0; i < policy->n_court_codes; i++)
        if (!strncmp(court, policy->court_codes[i].prefix, 2))
            return snprintf(ret, size, "%s%s", policy->court_codes[i].code, court + 2) < (int)size;
    return false;
}

const char *
policy_court_name(const struct policy *policy, const char *court, bool chinese)
{
    for (int i = 0; i < policy->n_court_names; i++)
        if (!strcmp(court, policy->court_names[i].court))
            return chinese ? policy->court_names[i].zh : policy->court_names[i].en;
    return NULL;
}

bool
policy_docket_number(const struct policy *policy, const char *court, int year, const char *word,
                     int number, char *ret, size_t size)
{
    char code[32], year_text[16], number_text[16];
    if (!word || !court_code(policy, court, code, sizeof code))
        return false;
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(number_text, sizeof number_text, "%d", number);
    const struct {
        const char *hole, *value;
    } holes[] = {
        {"{year}",   year_text  },
        {"{court}",  code       },
        {"{word}",   word       },
        {"{number}", number_text}
    };
    size_t used = 0;
    for (const char *at = policy->docket_format; *at;) {
        const char *piece = at;
        size_t len = 1, skip = 1;
        for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
            if (!strncmp(at, holes[i].hole, strlen(holes[i].hole))) {
                piece = holes[i].value;
                len = strlen(piece);
                skip = strlen(holes[i].hole);
            }
        if (used + len >= size)
            return false;
        memcpy(ret + used, piece, len);
        used += len;
        at += skip;
    }
    ret[used] = 0;
    return true;
}
