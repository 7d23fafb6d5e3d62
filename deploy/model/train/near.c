/* Near-duplicates: MinHash over 5-grams of letters, banded; texts that share a band are one group. */
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/corpus.h"
#include "engine/text/letters.h"

enum { SHINGLE = 5, BANDS = 10, ROWS = 3, HASHES = BANDS * ROWS };

struct band {
    uint64_t key;
    int example;
};

static int
compare(const void *a, const void *b)
{
    const struct band *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->example > y->example) - (x->example < y->example);
}

static void
min_hash(const struct letters *letters, uint32_t ret[HASHES])
{
    int last = letters->n > SHINGLE ? letters->n - SHINGLE : 0;

    memset(ret, 0xFF, HASHES * sizeof *ret);
    for (int i = 0; i <= last; i++) {
        uint64_t shingle = 1469598103934665603u;
        for (int k = 0; k < SHINGLE && i + k < letters->n; k++)
            shingle = (shingle ^ letters->ch[i + k]) * 1099511628211u;
        for (int h = 0; h < HASHES; h++) {
            uint64_t x = (shingle ^ (uint64_t)h * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
            x ^= x >> 31;
            x *= 0x94D049BB133111EBu;
            if ((uint32_t)(x >> 32) < ret[h])
                ret[h] = (uint32_t)(x >> 32);
        }
    }
}

static int
root_of(struct corpus *corpus, int i)
{
    while (corpus->examples[i].group != i)
        i = corpus->examples[i].group = corpus->examples[corpus->examples[i].group].group;
    return i;
}

void
corpus_group(struct corpus *corpus)
{
    struct band *bands = malloc((size_t)corpus->n * sizeof *bands * BANDS);
    struct arena arena;
    size_t n = 0;

    if (!bands)
        die("no memory");
    arena_init(&arena);
    for (int i = 0; i < corpus->n; i++) {
        struct text text;
        struct letters letters;
        uint32_t hashes[HASHES];
        arena_reset(&arena);
        if (text_read(corpus->examples[i].text, corpus->examples[i].len, &arena, &text, NULL))
            continue;
        letters_of(&text, &arena, &letters);
        min_hash(&letters, hashes);
        for (int b = 0; b < BANDS; b++) {
            uint64_t key = (uint64_t)b;
            for (int r = 0; r < ROWS; r++)
                key = (key ^ hashes[b * ROWS + r]) * 1099511628211u;
            bands[n++] = (struct band){key, i};
        }
    }
    qsort(bands, n, sizeof *bands, compare);
    for (size_t i = 1; i < n; i++)
        if (bands[i].key == bands[i - 1].key) {
            int a = root_of(corpus, bands[i - 1].example), b = root_of(corpus, bands[i].example);
            corpus->examples[a > b ? a : b].group = a > b ? b : a;
        }
    for (int i = 0; i < corpus->n; i++)
        corpus->examples[i].group = root_of(corpus, i);
    arena_done(&arena);
    free(bands);
}
