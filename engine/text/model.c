/* Opening a model: mapped, then every number in it that another part is found by is checked once. */
#include "engine/text/model.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/hash.h"
#include "engine/base/share.h"
#include "engine/text/features.h"

/* The bytes that a section must have by the numbers of the header; 0: any number. */
static uint64_t
section_size(const struct model_header *h, int section)
{
    switch ((enum model_section)section) {
    case SECTION_GRAMS:
        return (uint64_t)MODEL_BUCKETS * MODEL_COLUMNS;
    case SECTION_MARKS:
        return (uint64_t)h->n_marks * MODEL_COLUMNS * sizeof(float);
    case SECTION_FIRST:
        return 65536 * sizeof(uint16_t);
    case SECTION_NODES:
        return (uint64_t)h->n_nodes * sizeof(struct trie_node);
    case SECTION_WORDS:
        return (uint64_t)h->n_words * sizeof(struct lexicon_word);
    case SECTION_STRUCTURE:
        return sizeof(struct structure_weights);
    case SECTION_RELIABLE:
        return sizeof(struct reliability);
    case SECTION_CAUSES:
        return (uint64_t)h->n_causes * sizeof(struct model_cause);
    case SECTION_LINKS:
        return (uint64_t)h->n_links * sizeof(struct cause_link);
    case SECTION_NAMES:
    case SECTION__COUNT:
        break;
    }
    return 0;
}

static const char *
header_fault(const struct model_header *h, size_t size)
{
    if (size < sizeof *h || memcmp(h->magic, MODEL_MAGIC, sizeof h->magic))
        return "it is no model of narratives";
    if (h->bits != MODEL_BITS || h->columns != MODEL_COLUMNS)
        return "it was made for another version of this program";
    if (h->n_words > UINT16_MAX || h->n_groups > UINT8_MAX || h->n_nodes > UINT16_MAX ||
        h->n_causes > UINT16_MAX || h->n_links > 1u << 20 || h->n_marks > UINT16_MAX ||
        h->asking_group < -1 || h->asking_group >= (int32_t)h->n_groups)
        return "its header has numbers beyond their limits";
    for (int i = 0; i < SECTION__COUNT; i++) {
        uint64_t at = h->section[i].at, bytes = h->section[i].size, due = section_size(h, i);
        if (at % 16 || at > size || bytes > size - at || (due && bytes != due))
            return "a section does not lie where its header says";
    }
    return NULL;
}

static const void *
section_at(const struct model *model, enum model_section section)
{
    return (const char *)model->map + model->header->section[section].at;
}

static bool
floats_sound(const float *f, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(f[i]))
            return false;
    return true;
}

static const char *
lexicon_fault(const struct model *model)
{
    const struct model_header *h = model->header;
    const struct lexicon *l = &model->lexicon;

    if (h->n_marks != (uint32_t)mark_count(l))
        return "the number of its marks does not follow from its lexicon";
    for (int i = 0; i < 65536; i++)
        if (l->first[i] >= h->n_nodes && l->first[i])
            return "its lexicon leads out of the file";
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        const struct trie_node *node = &l->nodes[i];
        if (node->word > h->n_words || node->child + node->n_children > (int)h->n_nodes ||
            (node->n_children && node->child <= i)) /* so that no walk goes in circles */
            return "its lexicon leads out of the file";
    }
    for (uint32_t i = 0; i < h->n_words; i++)
        for (int k = 0; k < WORD_GROUPS; k++)
            if (l->words[i].group[k] > h->n_groups)
                return "a word stands in a group that there is not";
    return NULL;
}

static const char *
causes_fault(const struct model *model)
{
    const struct model_header *h = model->header;
    size_t names = h->section[SECTION_NAMES].size;

    if (h->n_causes && (!names || model->names[names - 1]))
        return "the names of its causes do not end";
    for (int k = 0; k < FL_DOMAIN__COUNT; k++)
        if (h->cause_first[k] > h->cause_first[k + 1])
            return "its causes are in no order";
    if (h->cause_first[0] || h->cause_first[FL_DOMAIN__COUNT] != h->n_causes)
        return "its causes are in no order";
    for (uint32_t i = 0; i < h->n_causes; i++)
        if (model->causes[i].name >= names || model->causes[i].domain >= FL_DOMAIN__COUNT ||
            model->causes[i].scope >= FL_SCOPE__COUNT || !isfinite(model->causes[i].prior))
            return "a cause is broken";
    for (uint32_t i = 0; i < h->n_links; i++)
        if (model->links[i].mark >= h->n_marks || model->links[i].cause >= h->n_causes ||
            !isfinite(model->links[i].weight) ||
            (i && model->links[i - 1].mark > model->links[i].mark))
            return "what words say for causes is broken";
    return NULL;
}

static const char *
contents_fault(const struct model *model)
{
    const struct model_header *h = model->header;
    const char *fault = lexicon_fault(model);

    if (!fault)
        fault = causes_fault(model);
    if (!fault &&
        !(floats_sound(h->scale, MODEL_COLUMNS) && floats_sound(h->bias, MODEL_COLUMNS) &&
          floats_sound(model->marks, (size_t)h->n_marks * MODEL_COLUMNS) &&
          floats_sound((const float *)model->structure, sizeof *model->structure / sizeof(float)) &&
          floats_sound((const float *)model->reliable, sizeof *model->reliable / sizeof(float)) &&
          model->reliable->temperature > 0 && model->reliable->court_only_temperature > 0 &&
          model->reliable->cause_temperature > 0))
        fault = "it holds numbers that are none";
    return fault;
}

static void
take_sections(struct model *model)
{
    const struct model_header *h = model->header;

    model->grams = section_at(model, SECTION_GRAMS);
    model->marks = section_at(model, SECTION_MARKS);
    model->structure = section_at(model, SECTION_STRUCTURE);
    model->reliable = section_at(model, SECTION_RELIABLE);
    model->causes = section_at(model, SECTION_CAUSES);
    model->links = section_at(model, SECTION_LINKS);
    model->names = section_at(model, SECTION_NAMES);
    model->lexicon = (struct lexicon){.first = section_at(model, SECTION_FIRST),
                                      .nodes = section_at(model, SECTION_NODES),
                                      .words = section_at(model, SECTION_WORDS),
                                      .n_words = (int)h->n_words,
                                      .n_groups = (int)h->n_groups,
                                      .asking_group = h->asking_group};
}

static void
take_hash(struct model *model)
{
    uint8_t hash[HASH_SIZE];

    hash_bytes(model->map, model->size, hash);
    for (int i = 0; i < HASH_SIZE; i++)
        snprintf(model->hash + 2 * i, 3, "%02x", hash[i]);
    snprintf(model->name, sizeof model->name, "narrative@%.8s", model->hash);
}

static int
map_file(const char *path, struct model *model, struct fl_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), code = 0;
    struct stat stat;

    if (fd < 0)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    if (fstat(fd, &stat))
        code = fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    else if (stat.st_size < (off_t)sizeof(struct model_header))
        code = fl_fail(err, FL_E_CONFIG, "%s: it is no model of narratives", path);
    else {
        model->size = (size_t)stat.st_size;
        model->map = mmap(NULL, model->size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (model->map == MAP_FAILED) {
            code = fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
            model->map = NULL;
        }
    }
    close(fd);
    return code;
}

int
model_open(const char *path, struct model **ret, struct fl_error *err)
{
    struct model *model = calloc(1, sizeof *model);
    const char *fault;
    int code;

    if (!model)
        return fl_fail(err, FL_E_MEMORY, "no memory for a model");
    code = map_file(path, model, err);
    if (code) {
        model_close(model);
        return code;
    }
    model->header = model->map;
    fault = header_fault(model->header, model->size);
    if (!fault) {
        take_sections(model);
        fault = contents_fault(model);
    }
    if (fault) {
        model_close(model);
        return fl_fail(err, FL_E_CONFIG, "%s: %s", path, fault);
    }
    take_hash(model);
    *ret = model;
    return 0;
}

void
model_close(struct model *model)
{
    if (model && model->map)
        munmap(model->map, model->size);
    free(model);
}

const char *
model_name(const struct model *model)
{
    return model->name;
}

const char *
model_hash(const struct model *model)
{
    return model->hash;
}

static char packaged[PATH_MAX];

static void
find_packaged(void)
{
    share_dir("FENLIU_MODEL", "model/narrative.model", packaged);
}

const char *
model_default_path(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_packaged);
    return packaged;
}
