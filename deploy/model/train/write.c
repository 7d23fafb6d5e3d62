/* Weights rounded to eight bits, sections one after the other. */
#include "deploy/model/train/write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
quantise(const struct fitted *fitted, struct model_header *header, int8_t *grams)
{
    for (int k = 0; k < MODEL_COLUMNS; k++) {
        double most = 0;
        for (size_t j = 0; j < MODEL_BUCKETS; j++)
            most = fmax(most, fabs(fitted->weight[j * MODEL_COLUMNS + (size_t)k]));
        header->scale[k] = (float)(most / INT8_MAX);
        for (size_t j = 0; j < MODEL_BUCKETS && most > 0; j++)
            grams[j * MODEL_COLUMNS + (size_t)k] = (int8_t)lround(
                fitted->weight[j * MODEL_COLUMNS + (size_t)k] / (double)header->scale[k]);
        header->bias[k] = (float)fitted->bias[k];
    }
}

static float *
marks_of(const struct fitted *fitted, int n_marks)
{
    size_t n = (size_t)n_marks * MODEL_COLUMNS;
    float *marks = malloc(n * sizeof *marks);

    if (!marks)
        die("no memory");
    for (size_t i = 0; i < n; i++)
        marks[i] = (float)fitted->weight[(size_t)MODEL_BUCKETS * MODEL_COLUMNS + i];
    return marks;
}

static void
put(struct buf *file, struct model_header *header, enum model_section section, const void *data,
    size_t size)
{
    static const char zeros[16];

    buf_put(file, zeros, (16 - file->len % 16) % 16);
    header->section[section].at = file->len;
    header->section[section].size = size;
    buf_put(file, data, size);
}

void
model_write(const char *path, const struct parts *parts)
{
    const struct lexicon *view = &parts->lexicon->view;
    const struct built_causes *causes = parts->causes;
    struct model_header header = {.magic = MODEL_MAGIC,
                                  .bits = MODEL_BITS,
                                  .columns = MODEL_COLUMNS,
                                  .n_words = (uint32_t)view->n_words,
                                  .n_groups = (uint32_t)view->n_groups,
                                  .n_nodes = (uint32_t)parts->lexicon->n_nodes,
                                  .n_causes = (uint32_t)causes->n,
                                  .n_links = (uint32_t)causes->n_links,
                                  .n_marks = (uint32_t)mark_count(view),
                                  .asking_group = view->asking_group};
    int8_t *grams = calloc(MODEL_BUCKETS, MODEL_COLUMNS);
    float *marks = marks_of(parts->fitted, mark_count(view));
    struct buf file = {0};
    FILE *out = fopen(path, "wb");

    if (!grams || !out)
        die("%s cannot be written", path);
    memcpy(header.cause_first, causes->first, sizeof header.cause_first);
    quantise(parts->fitted, &header, grams);
    buf_put(&file, &header, sizeof header);
    put(&file, &header, SECTION_GRAMS, grams, (size_t)MODEL_BUCKETS * MODEL_COLUMNS);
    put(&file, &header, SECTION_MARKS, marks,
        (size_t)header.n_marks * MODEL_COLUMNS * sizeof *marks);
    put(&file, &header, SECTION_FIRST, view->first, 65536 * sizeof *view->first);
    put(&file, &header, SECTION_NODES, view->nodes, header.n_nodes * sizeof *view->nodes);
    put(&file, &header, SECTION_WORDS, view->words, header.n_words * sizeof *view->words);
    put(&file, &header, SECTION_STRUCTURE, parts->structure, sizeof *parts->structure);
    put(&file, &header, SECTION_RELIABLE, parts->reliable, sizeof *parts->reliable);
    put(&file, &header, SECTION_CAUSES, causes->cause, header.n_causes * sizeof *causes->cause);
    put(&file, &header, SECTION_LINKS, causes->link, header.n_links * sizeof *causes->link);
    put(&file, &header, SECTION_NAMES, causes->names.data, causes->names.len);
    memcpy(file.data, &header, sizeof header);
    if (fwrite(file.data, 1, file.len, out) != file.len || fclose(out))
        die("%s cannot be written", path);
    buf_done(&file);
    free(grams);
    free(marks);
}
