/* Makes the model of narratives: reads corpora, says how well it does on texts it was not trained on, and
 * writes the file.
 *
 *   train CORPORA SOURCE MODEL [FOLDS]
 *
 * FOLDS: a folder for the folds as files, for a comparison. CORPORA holds labelled.tsv, cause-priors.tsv and the unlabelled texts; SOURCE is deploy/model. The same input gives
 * the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/calibrate.h"
#include "deploy/model/train/score.h"
#include "deploy/model/train/trial.h"
#include "deploy/model/train/write.h"
#include "deploy/model/train/structure_build.h"
#include "engine/text/cause_guess.h"

static const struct recipe recipe = {
    .solver = 1, /* L2R_L2LOSS_SVC_DUAL */
    .c = 1,
    .c_court_only = 1,
    .balance = 0.5,
    .sure = 0.9,
    .unsure = 0.5,
    .temperature = 0.3,
};
enum {
    INVENTED_TIMES = 8, /* texts a template of weight 1 */
    ONE_MESSAGE_IN = 4, /* messages to offices that are taken */
};

struct work {
    struct corpus corpus;
    struct policy *policy;
    struct built_lexicon *lexicon;
    struct built_causes causes;
    struct structure_weights structure;
    struct rows rows;
    struct reliability reliable;
    int labelled;
};

static const char *
path_of(struct work *w, const char *dir, const char *name)
{
    return arena_print(&w->corpus.arena, "%s/%s", dir, name);
}

static void
read_all(struct work *w, const char *corpora, const char *source)
{
    struct fl_error err = {0};

    if (policy_load_dir(policy_default_dir(), &w->policy, &err))
        die("%s", err.detail);
    arena_init(&w->corpus.arena);
    corpus_read(&w->corpus, path_of(w, corpora, "labelled.tsv"), w->policy);
    w->labelled = w->corpus.n;
    corpus_add_causes(&w->corpus, w->policy);
    corpus_invent(&w->corpus, source, INVENTED_TIMES);
    corpus_read_plain(&w->corpus, path_of(w, corpora, "unlabelled-lay-questions.tsv"), 1,
                      SOURCE_QUESTIONS, 1);
    corpus_read_plain(&w->corpus, path_of(w, corpora, "unlabelled-gov-messages.tsv"), 1,
                      SOURCE_MESSAGES, ONE_MESSAGE_IN);
    causes_collect(w->policy, path_of(w, corpora, "cause-priors.tsv"),
                   path_of(w, source, "causes.tsv"), &w->corpus.arena, &w->causes);
    w->lexicon = malloc(sizeof *w->lexicon);
    if (!w->lexicon)
        die("no memory");
    lexicon_build(path_of(w, source, "lexicon.tsv"), w->causes.word, w->causes.n_words,
                  &w->corpus.arena, w->lexicon);
    causes_link(w->lexicon, &w->corpus.arena, &w->causes);
    structure_build(path_of(w, source, "structure.tsv"), &w->corpus.arena, &w->structure);
    corpus_group(&w->corpus);
    rows_make(&w->corpus, &w->lexicon->view, &w->corpus.arena, &w->rows);
    printf("%d labelled texts, %d with names of causes and invented ones; %d words in %d groups\n",
           w->labelled, w->corpus.n, w->lexicon->view.n_words, w->lexicon->view.n_groups);
}

int
main(int argc, char **argv)
{
    struct work *w = calloc(1, sizeof *w);
    struct trial *folds, *sources;
    struct fitted fitted;
    int *class;

    if (argc < 4 || argc > 5 || !w)
        die("usage: train CORPORA SOURCE MODEL [FOLDS]");
    read_all(w, argv[1], argv[2]);
    class = trial_clean(&w->corpus, &w->rows, w->labelled, &recipe);
    if (argc == 5)
        trial_export(&w->corpus, w->labelled, class, argv[4]);
    folds = trial_run(&w->corpus, &w->rows, w->labelled, class, &recipe, TRIAL_FOLDS);
    sources = trial_run(&w->corpus, &w->rows, w->labelled, class, &recipe, TRIAL_SOURCES);
    trial_calibrate(folds, sources, &w->reliable);
    trial_print(&w->corpus, folds, &w->reliable, "five folds, near-duplicates together");
    trial_print(&w->corpus, sources, &w->reliable, "each corpus by a model that never saw it");
    fit_twice(&w->corpus, &w->rows, class, &recipe, &fitted);
    model_write(argv[3],
                &(struct parts){&fitted, w->lexicon, &w->causes, &w->structure, &w->reliable});
    trial_causes(&w->corpus, folds, argv[3], w->policy, &w->causes, &w->reliable);
    model_write(argv[3],
                &(struct parts){&fitted, w->lexicon, &w->causes, &w->structure, &w->reliable});
    trial_check(&w->corpus, w->labelled, &w->rows, &fitted, argv[3]);
    return 0;
}
