/* A hash table in memory; runs in files; a heap of their heads. */
#include "engine/verify/sums.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/must.h"

struct entry {
    const char *key;
    int64_t values[SUMS_VALUES];
};

/* A sorted file, or the memory itself as the last run. */
struct run {
    FILE *file; /* NULL: the entries in memory */
    size_t at;  /* of the entries */
    char key[SUMS_KEY];
    int64_t values[SUMS_VALUES];
};

struct sums {
    struct entry *entries; /* in the order in which they came, or sorted */
    size_t n, max;
    uint32_t *slots; /* 1 + index; 0: free */
    size_t n_slots;
    struct arena keys;
    struct run **runs; /* a heap once sorted: the least key first */
    size_t n_runs, n_heap;
    char key[SUMS_KEY];
    int64_t values[SUMS_VALUES];
};

struct sums *
sums_new(size_t max_keys)
{
    struct sums *sums = must(calloc(1, sizeof *sums));
    sums->max = max_keys;
    for (sums->n_slots = 64; sums->n_slots < 2 * max_keys;)
        sums->n_slots *= 2;
    sums->entries = must(calloc(max_keys, sizeof *sums->entries));
    sums->slots = must(calloc(sums->n_slots, sizeof *sums->slots));
    arena_init(&sums->keys);
    return sums;
}

void
sums_free(struct sums *sums)
{
    if (!sums)
        return;
    for (size_t i = 0; i < sums->n_runs; i++) {
        if (sums->runs[i]->file)
            fclose(sums->runs[i]->file);
        free(sums->runs[i]);
    }
    free(sums->runs);
    free(sums->entries);
    free(sums->slots);
    arena_done(&sums->keys);
    free(sums);
}

static uint64_t
hash(const char *key)
{
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a */
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 0x100000001B3u;
    return h ^ h >> 29;
}

static int
by_key(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static struct run *
add_run(struct sums *sums, FILE *file)
{
    sums->runs = must(realloc(sums->runs, (sums->n_runs + 1) * sizeof *sums->runs));
    struct run *run = must(calloc(1, sizeof *run));
    run->file = file;
    sums->runs[sums->n_runs++] = run;
    return run;
}

static FILE *
open_unnamed(void)
{
    const char *place = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof path, "%s/fenliu-sums.XXXXXX", place && *place ? place : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    unlink(path); /* nothing stays behind, however this process ends */
    return fdopen(fd, "w+b");
}

static int
fail(struct fl_error *err)
{
    return fl_fail(err, FL_E_IO, "a temporary file (TMPDIR): %s", strerror(errno));
}

/* All that is in memory becomes a sorted file. */
static int
spill(struct sums *sums, struct fl_error *err)
{
    FILE *file = open_unnamed();
    if (!file)
        return fail(err);
    add_run(sums, file);
    qsort(sums->entries, sums->n, sizeof *sums->entries, by_key);
    for (size_t i = 0; i < sums->n; i++) {
        const struct entry *e = &sums->entries[i];
        uint16_t len = (uint16_t)strlen(e->key);
        if (fwrite(&len, sizeof len, 1, file) != 1 || fwrite(e->key, 1, len, file) != len ||
            fwrite(e->values, sizeof e->values, 1, file) != 1)
            return fail(err);
    }
    if (fflush(file) || fseek(file, 0, SEEK_SET))
        return fail(err);
    sums->n = 0;
    memset(sums->slots, 0, sums->n_slots * sizeof *sums->slots);
    arena_done(&sums->keys);
    arena_init(&sums->keys);
    return 0;
}

int
sums_add(struct sums *sums, const char *key, const int64_t values[SUMS_VALUES],
         struct fl_error *err)
{
    size_t slot = hash(key) & (sums->n_slots - 1);
    while (sums->slots[slot] && strcmp(sums->entries[sums->slots[slot] - 1].key, key) != 0)
        slot = (slot + 1) & (sums->n_slots - 1);
    if (!sums->slots[slot]) {
        if (sums->n == sums->max) {
            if (spill(sums, err))
                return err->code;
            return sums_add(sums, key, values, err);
        }
        size_t len = strlen(key);
        if (len >= SUMS_KEY)
            return fl_fail(err, FL_E_INTERNAL, "a key of %zu bytes", len);
        sums->entries[sums->n] = (struct entry){.key = arena_copy(&sums->keys, key, len)};
        sums->slots[slot] = (uint32_t)++sums->n;
    }
    struct entry *e = &sums->entries[sums->slots[slot] - 1];
    for (int i = 0; i < SUMS_VALUES; i++)
        e->values[i] += values[i];
    return 0;
}

/* --- merging --- */

/* The next entry of a run; false at its end. */
static int
advance(const struct sums *sums, struct run *run, bool *ret_more, struct fl_error *err)
{
    *ret_more = true;
    if (!run->file) {
        *ret_more = run->at < sums->n;
        if (*ret_more) {
            const struct entry *e = &sums->entries[run->at++];
            snprintf(run->key, sizeof run->key, "%s", e->key);
            memcpy(run->values, e->values, sizeof run->values);
        }
        return 0;
    }
    uint16_t len;
    if (fread(&len, sizeof len, 1, run->file) != 1) {
        *ret_more = false;
        return ferror(run->file) ? fail(err) : 0;
    }
    if (len >= SUMS_KEY || fread(run->key, 1, len, run->file) != len ||
        fread(run->values, sizeof run->values, 1, run->file) != 1)
        return fail(err);
    run->key[len] = 0;
    return 0;
}

static void
sift_down(struct sums *sums, size_t i)
{
    for (;;) {
        size_t least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < sums->n_heap; child++)
            if (strcmp(sums->runs[child]->key, sums->runs[least]->key) < 0)
                least = child;
        if (least == i)
            return;
        struct run *swap = sums->runs[i];
        sums->runs[i] = sums->runs[least];
        sums->runs[least] = swap;
        i = least;
    }
}

int
sums_sort(struct sums *sums, struct fl_error *err)
{
    qsort(sums->entries, sums->n, sizeof *sums->entries, by_key);
    add_run(sums, NULL);
    for (size_t i = 0; i < sums->n_runs; i++) {
        bool more;
        if (advance(sums, sums->runs[i], &more, err))
            return err->code;
        if (!more)
            continue;
        struct run *swap = sums->runs[sums->n_heap];
        sums->runs[sums->n_heap++] = sums->runs[i];
        sums->runs[i] = swap;
    }
    for (size_t i = sums->n_heap / 2; i-- > 0;)
        sift_down(sums, i);
    return 0;
}

static int
take_least(struct sums *sums, struct fl_error *err)
{
    bool more;
    for (int i = 0; i < SUMS_VALUES; i++)
        sums->values[i] += sums->runs[0]->values[i];
    if (advance(sums, sums->runs[0], &more, err))
        return err->code;
    if (!more) {
        struct run *swap = sums->runs[0];
        sums->runs[0] = sums->runs[--sums->n_heap];
        sums->runs[sums->n_heap] = swap;
    }
    sift_down(sums, 0);
    return 0;
}

int
sums_next(struct sums *sums, bool *ret_more, const char **ret_key, const int64_t **ret_values,
          struct fl_error *err)
{
    bool any = false;
    while (!any && sums->n_heap) {
        memset(sums->values, 0, sizeof sums->values);
        snprintf(sums->key, sizeof sums->key, "%s", sums->runs[0]->key);
        while (sums->n_heap && strcmp(sums->runs[0]->key, sums->key) == 0)
            if (take_least(sums, err))
                return err->code;
        for (int i = 0; i < SUMS_VALUES; i++)
            any |= sums->values[i] != 0;
    }
    *ret_more = any;
    *ret_key = sums->key;
    *ret_values = sums->values;
    return 0;
}
