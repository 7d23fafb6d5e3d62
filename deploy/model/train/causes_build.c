/* Causes and their links. */
#include "deploy/model/train/causes_build.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/corpus.h"
#include "engine/text/classify_parts.h"

/* What speaks for a cause, as logarithms: tried by hand on the texts whose cause is known. */
#define WHOLE_NAME  4.0f  /* 民间借贷 of 民间借贷纠纷 stands in the text */
#define PART_NAME   2.5f  /* 房屋租赁 of 房屋租赁合同纠纷 */
#define OWN_WORD    3.0f  /* a word of causes.tsv */
#define GROUP_STEP  0.25f /* each further word of a group, up to GROUP_STEPS */
#define PRIOR_POWER 0.3
enum {
    RARE = 20000,
    MAX_CAUSES = 4000,
    MAX_NAME_WORDS = 2 * MAX_CAUSES,
    SHORTEST = 3 * 2,
    LONGEST_PART = 3 * 16
};

static int
find_name(const struct built_causes *causes, const char *name)
{
    for (int i = 0; i < causes->n; i++)
        if (strcmp(causes->name[i], name) == 0)
            return i;
    return -1;
}

static void
add_word(struct built_causes *ret, const char *word, size_t len, int cause, float weight,
         struct arena *arena)
{
    if (len < (size_t)SHORTEST || len > (size_t)LONGEST_PART)
        return;
    ret->word[ret->n_words] = arena_copy(arena, word, len);
    ret->word_cause[ret->n_words] = cause;
    ret->word_weight[ret->n_words++] = weight;
}

static size_t
without(const char *name, size_t len, const char *end)
{
    size_t n = strlen(end);
    return len > n && memcmp(name + len - n, end, n) == 0 ? len - n : len;
}

/* 房屋租赁合同纠纷: 房屋租赁合同, 房屋租赁. Names that list several things are left to the lexicon. */
static void
add_words(struct built_causes *ret, int cause, struct arena *arena)
{
    const char *name = ret->name[cause];
    size_t len = strlen(name), whole;

    if (strstr(name, "、") || strstr(name, "（"))
        return;
    whole = without(name, len, "纠纷");
    if (whole == len)
        whole = without(name, len, "案件");
    add_word(ret, name, whole, cause, WHOLE_NAME, arena);
    len = without(name, without(name, whole, "责任"), "合同");
    if (len < whole && len > SHORTEST)
        add_word(ret, name, len, cause, PART_NAME, arena);
}

static void
read_words(struct built_causes *ret, const char *path, struct arena *arena)
{
    char *at = file_whole(arena, path, NULL), *line, *save = NULL;

    while ((line = line_next(&at))) {
        if (*line == '#' || !*line)
            continue;
        const char *name = cell_next(&line);
        int cause = find_name(ret, name);
        if (cause < 0 || !line)
            die("%s: no cause is called %s", path, name);
        for (char *word = strtok_r(line, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
            if (ret->n_words == MAX_NAME_WORDS)
                die("%s: more than %d words", path, MAX_NAME_WORDS);
            ret->word[ret->n_words] = word;
            ret->word_cause[ret->n_words] = cause;
            ret->word_weight[ret->n_words++] = OWN_WORD;
        }
    }
}

static void
read_priors(struct built_causes *ret, const char *path, struct arena *arena)
{
    char *at = file_whole(arena, path, NULL), *line;

    line_next(&at);
    while ((line = line_next(&at))) {
        int cause = find_name(ret, cell_next(&line));
        double count = line ? atof(cell_next(&line)) : 0;
        if (cause >= 0)
            ret->cause[cause].prior = (float)(PRIOR_POWER * log(count + RARE));
    }
}

/* A text is never said to be of a domain and a scope that do not go together (选民资格案件). */
static bool
fits(const struct cause *c)
{
    return domain_scope_open[c->domain] || domain_scope[c->domain] == c->scope;
}

/* The causes of one domain, each name once; the uppermost headings are no causes. */
static void
collect_domain(const struct policy *policy, int domain, struct arena *arena,
               struct built_causes *ret)
{
    for (int list = 0; list < policy_cause_lists(policy); list++)
        for (int i = 0; i < policy_cause_count(policy, list); i++) {
            const struct cause *c = policy_cause(policy, list, i);
            if ((int)c->domain != domain || c->level < 2 || !fits(c) ||
                find_name(ret, c->name) >= 0)
                continue;
            if (ret->n == MAX_CAUSES)
                die("more than %d causes", MAX_CAUSES);
            ret->name[ret->n] = c->name;
            ret->cause[ret->n] =
                (struct model_cause){(uint32_t)ret->names.len, (uint8_t)c->domain,
                                     (uint8_t)c->scope, 0, (float)(PRIOR_POWER * log(RARE))};
            buf_put(&ret->names, c->name, strlen(c->name) + 1);
            ret->n++;
            add_words(ret, ret->n - 1, arena);
        }
}

void
causes_collect(const struct policy *policy, const char *priors, const char *words,
               struct arena *arena, struct built_causes *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->cause = arena_take(arena, MAX_CAUSES * sizeof *ret->cause);
    ret->name = arena_take(arena, MAX_CAUSES * sizeof *ret->name);
    ret->word = arena_take(arena, MAX_NAME_WORDS * sizeof *ret->word);
    ret->word_cause = arena_take(arena, MAX_NAME_WORDS * sizeof *ret->word_cause);
    ret->word_weight = arena_take(arena, MAX_NAME_WORDS * sizeof *ret->word_weight);
    for (int domain = 0; domain < FL_DOMAIN__COUNT; domain++) {
        ret->first[domain] = (uint32_t)ret->n;
        collect_domain(policy, domain, arena, ret);
    }
    ret->first[FL_DOMAIN__COUNT] = (uint32_t)ret->n;
    read_priors(ret, priors, arena);
    read_words(ret, words, arena);
}

static int
compare(const void *a, const void *b)
{
    const struct cause_link *x = a, *y = b;
    return x->mark != y->mark ? (int)x->mark - (int)y->mark : (int)x->cause - (int)y->cause;
}

void
causes_link(const struct built_lexicon *lexicon, struct arena *arena, struct built_causes *ret)
{
    const struct lexicon *view = &lexicon->view;
    int n = 0;

    ret->link =
        arena_take(arena, (size_t)(ret->n_words + MAX_GROUPS * GROUP_STEPS) * sizeof *ret->link);
    for (int i = 0; i < ret->n_words; i++) {
        int word = lexicon_find(view, ret->word[i], arena);
        if (word >= 0)
            ret->link[n++] = (struct cause_link){(uint16_t)mark_of_word(view, word),
                                                 (uint16_t)ret->word_cause[i], ret->word_weight[i]};
    }
    for (int g = 0; g < view->n_groups; g++) {
        int cause = lexicon->group_cause[g] ? find_name(ret, lexicon->group_cause[g]) : -1;
        if (lexicon->group_cause[g] && cause < 0)
            die("lexicon.tsv: no cause is called %s", lexicon->group_cause[g]);
        for (int step = 0; cause >= 0 && step < GROUP_STEPS; step++)
            ret->link[n++] = (struct cause_link){(uint16_t)mark_of_group(view, g, step),
                                                 (uint16_t)cause, GROUP_STEP};
    }
    qsort(ret->link, (size_t)n, sizeof *ret->link, compare);
    ret->n_links = n;
}
