/* structure.tsv: a row of percentages becomes a row of logarithms, around their mean so that a row that says
 * the same for every class says nothing. */
#include "deploy/model/train/structure_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/corpus.h"
#include "engine/text/structure.h"

#define LEAST 0.005 /* percent: nothing is impossible */
/* What stands beside a text repeats what the text says, and tags and claims repeat what the parties and one another say
 * (a worker claims wages): each says less than it would alone. */
#define PARTIES_POWER 0.85
#define REPEATED      0.7

static int
body_named(const char *name, size_t len)
{
    for (int i = 0; i < STRUCTURE_BODIES; i++)
        if (strlen(structure_body_names[i]) == len && !memcmp(structure_body_names[i], name, len))
            return i;
    die("structure.tsv: no body is called %.*s", (int)len, name);
}

static int
word_named(const struct fl_vocab *vocab, const char *word)
{
    int n = fl_word_find(vocab, word, strlen(word));
    if (n < 0)
        die("structure.tsv: no %s is called %s", vocab->what, word);
    return n;
}

static float *
row_of(struct structure_weights *ret, const char *what, const char *who)
{
    const char *arrow = strchr(who, '>');

    if (strcmp(what, "parties") == 0 && arrow)
        return ret->parties[body_named(who, (size_t)(arrow - who))]
                           [body_named(arrow + 1, strlen(arrow + 1))];
    if (strcmp(what, "claimant") == 0)
        return ret->tag[FL_CLAIMANT][word_named(&fl_tags, who)];
    if (strcmp(what, "respondent") == 0)
        return ret->tag[FL_RESPONDENT][word_named(&fl_tags, who)];
    if (strcmp(what, "claim") == 0)
        return ret->claim[word_named(&fl_claims, who)];
    die("structure.tsv: what is %s?", what);
}

static void
read_row(char *cells, double power, float *row)
{
    double percent[MODEL_CLASSES], others = LEAST, mean = 0;
    char *save = NULL;

    for (int k = 0; k < MODEL_CLASSES; k++)
        percent[k] = -1;
    for (char *cell = strtok_r(cells, " ", &save); cell; cell = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(cell, '=');
        if (!equals)
            die("structure.tsv: %s is no domain=percent", cell);
        *equals = '\0';
        if (strcmp(cell, "*") == 0)
            others = atof(equals + 1);
        else
            percent[word_named(&fl_domains, cell)] = atof(equals + 1);
    }
    for (int k = 0; k < MODEL_CLASSES; k++) {
        double p = percent[k] < 0 ? others : percent[k];
        percent[k] = log((p > LEAST ? p : LEAST) / 100) * power;
        mean += percent[k] / MODEL_CLASSES;
    }
    for (int k = 0; k < MODEL_CLASSES; k++)
        row[k] = (float)(percent[k] - mean);
}

void
structure_build(const char *path, struct arena *arena, struct structure_weights *ret)
{
    char *at = file_whole(arena, path, NULL), *line;

    memset(ret, 0, sizeof *ret);
    while ((line = line_next(&at))) {
        if (*line == '#' || !*line)
            continue;
        const char *what = cell_next(&line), *who = cell_next(&line);
        if (!line)
            die("%s: a row needs what, who and percentages", path);
        read_row(line, strcmp(what, "parties") ? REPEATED : PARTIES_POWER, row_of(ret, what, who));
    }
}
