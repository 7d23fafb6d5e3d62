/* Reading what a model learns from. */
#include "deploy/model/train/corpus.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/model_parts.h"

void
die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("train: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

uint32_t
chance(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

char *
file_whole(struct arena *arena, const char *path, size_t *ret_len)
{
    FILE *file = fopen(path, "rb");
    long size;
    char *data;

    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0)
        die("%s cannot be read", path);
    rewind(file);
    data = arena_take(arena, (size_t)size + 1);
    if (fread(data, 1, (size_t)size, file) != (size_t)size)
        die("%s cannot be read", path);
    fclose(file);
    if (ret_len)
        *ret_len = (size_t)size;
    return data;
}

char *
line_next(char **at)
{
    char *line = *at, *end;
    if (!line || !*line)
        return NULL;
    end = strchr(line, '\n');
    if (end)
        *end++ = '\0';
    *at = end;
    return line;
}

char *
cell_next(char **line)
{
    char *cell = *line, *tab = cell ? strchr(cell, '\t') : NULL;
    if (tab)
        *tab++ = '\0';
    *line = tab;
    return cell;
}

void
corpus_add(struct corpus *corpus, const struct example *example)
{
    if (corpus->n == corpus->room) {
        corpus->room = corpus->room ? corpus->room * 2 : 4096;
        corpus->examples =
            realloc(corpus->examples, (size_t)corpus->room * sizeof *corpus->examples);
        if (!corpus->examples)
            die("no memory");
    }
    corpus->examples[corpus->n] = *example;
    corpus->examples[corpus->n].group = corpus->n;
    corpus->n++;
}

static int
source_of(struct corpus *corpus, const char *name)
{
    for (int i = 0; i < corpus->n_sources; i++)
        if (strcmp(corpus->sources[i], name) == 0)
            return i;
    if (corpus->n_sources == MAX_SOURCES)
        die("more than %d corpora", MAX_SOURCES);
    corpus->sources[corpus->n_sources] = name;
    return corpus->n_sources++;
}

static int
word_of(const struct fl_vocab *vocab, const char *word, int absent)
{
    int n = *word ? fl_word_find(vocab, word, strlen(word)) : absent;
    if (*word && n < 0)
        die("no %s is called %s", vocab->what, word);
    return n;
}

void
corpus_read(struct corpus *corpus, const char *path, const struct policy *policy)
{
    char *at = file_whole(&corpus->arena, path, NULL), *line;
    bool alias;

    line_next(&at); /* the head */
    while ((line = line_next(&at))) {
        struct example e = {.source = source_of(corpus, cell_next(&line))};
        const char *native = cell_next(&line), *domain = cell_next(&line),
                   *scope = cell_next(&line);
        if (!line)
            die("%s: a line of %s has less than five cells", path, corpus->sources[e.source]);
        e.class = word_of(&fl_domains, domain, COLUMN_NONE);
        e.scope = word_of(&fl_scopes, scope, -1);
        e.text = cell_next(&line);
        e.len = strlen(e.text);
        e.cause = policy_cause_by_name(policy, 0, native, &alias, NULL);
        corpus_add(corpus, &e);
    }
}

void
corpus_read_plain(struct corpus *corpus, const char *path, int columns, int source, int every)
{
    char *at = file_whole(&corpus->arena, path, NULL), *line;

    for (int n = 0; (line = line_next(&at)); n++) {
        for (int i = 0; i < columns; i++)
            cell_next(&line);
        struct example e = {line, line ? strlen(line) : 0, -1, -1, source, 0, -1};
        if (e.len && n % every == 0)
            corpus_add(corpus, &e);
    }
}

/* The name of a cause without what every name ends in, behind those it stands under. */
void
corpus_add_causes(struct corpus *corpus, const struct policy *policy)
{
    for (int list = 0; list < policy_cause_lists(policy); list++)
        for (int i = 0; i < policy_cause_count(policy, list); i++) {
            const struct cause *c = policy_cause(policy, list, i);
            const char *parent = c->parent >= 0 ? policy_cause(policy, list, c->parent)->name : "";
            char *text = arena_print(&corpus->arena, "%s。%s", c->name, c->level > 3 ? parent : "");
            struct example e = {text, strlen(text), (int)c->domain, (int)c->scope, SOURCE_CAUSES, 0,
                                -1};
            corpus_add(corpus, &e);
        }
}
