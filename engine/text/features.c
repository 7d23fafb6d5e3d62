/* n-grams, words and marks of a text, in one pass each. */
#include "engine/text/features.h"

#include <stdbool.h>
#include <string.h>

#include "engine/text/letters.h"
#include "engine/text/roles.h"

enum {
    ASKED_LETTERS = 80, /* so far behind a word of asking is asked for */
    SIZE_FEW = 12,
    SIZE_SOME = 40,
    SIZE_MANY = 200,
};

static inline uint32_t
mix(uint32_t hash, char16_t c)
{
    return (hash ^ c) * 0x01000193u;
}

static inline uint32_t
bucket(uint32_t hash)
{
    return hash * 0x9E3779B1u >> (32 - MODEL_BITS);
}

/* Each bucket once, in the order of the text. */
static void
find_grams(const struct letters *letters, struct arena *arena, struct features *ret)
{
    uint64_t *seen = arena_take(arena, MODEL_BUCKETS / 8);
    uint32_t *gram = arena_take(arena, ((size_t)letters->n * GRAM_MAX + 1) * sizeof *gram);
    int n = 0;

    for (int i = 0; i < letters->n; i++) {
        uint32_t hash = 0x811C9DC5u;
        int most = letters->n - i < GRAM_MAX ? letters->n - i : GRAM_MAX;
        for (int k = 0; k < most; k++) {
            hash = mix(hash, letters->ch[i + k]);
            uint32_t at = bucket(hash);
            uint64_t bit = UINT64_C(1) << (at & 63);
            gram[n] = at;
            n += !(seen[at >> 6] & bit);
            seen[at >> 6] |= bit;
        }
    }
    ret->gram = gram;
    ret->n_grams = n;
}

struct finder {
    const struct lexicon *lexicon;
    uint8_t *word;             /* by word: seen */
    uint8_t *group, *asked;    /* by group: different words; seen behind a word of asking */
    int asking_group, ask_end; /* letters before it are asked for */
    struct features *ret;
};

static void
put_mark(struct features *ret, int mark)
{
    ret->mark[ret->n_marks++] = (uint16_t)mark;
}

static void
found_word(struct finder *f, int word, int end, bool asked)
{
    const struct lexicon_word *w = &f->lexicon->words[word];
    bool first = !f->word[word];

    if (first) {
        f->word[word] = 1;
        put_mark(f->ret, mark_of_word(f->lexicon, word));
    }
    for (int k = 0; k < WORD_GROUPS && w->group[k]; k++) {
        int group = w->group[k] - 1;
        if (first && f->group[group] < UINT8_MAX && f->group[group]++ < GROUP_STEPS)
            put_mark(f->ret, mark_of_group(f->lexicon, group, f->group[group] - 1));
        if (asked && !f->asked[group]) {
            f->asked[group] = 1;
            put_mark(f->ret, mark_of_asked(f->lexicon, group));
        }
        if (group == f->asking_group)
            f->ask_end = end + ASKED_LETTERS;
    }
}

static const struct trie_node *
child_of(const struct lexicon *lexicon, const struct trie_node *node, char16_t c)
{
    const struct trie_node *child = &lexicon->nodes[node->child];

    for (int i = 0; i < node->n_children; i++)
        if (child[i].ch == c)
            return &child[i];
    return NULL;
}

static void
find_words(struct finder *f, const struct letters *letters)
{
    for (int i = 0; i < letters->n; i++) {
        uint16_t root = f->lexicon->first[letters->ch[i]];
        const struct trie_node *node = root ? &f->lexicon->nodes[root] : NULL;
        for (int k = i + 1; node; k++) {
            if (node->word)
                found_word(f, node->word - 1, k, i < f->ask_end);
            node = node->n_children ? child_of(f->lexicon, node, letters->ch[k]) : NULL;
        }
    }
}

static int
size_of(int letters)
{
    return letters <= SIZE_FEW    ? SIZE_SHORT
           : letters <= SIZE_SOME ? SIZE_MIDDLE
           : letters <= SIZE_MANY ? SIZE_LONG
                                  : SIZE_HUGE;
}

void
features_find(const struct lexicon *lexicon, const struct text *text, struct arena *arena,
              struct features *ret)
{
    struct letters letters;
    struct finder f = {.lexicon = lexicon, .ret = ret};
    uint32_t roles;

    memset(ret, 0, sizeof *ret);
    letters_of(text, arena, &letters);
    ret->letters = letters.n;
    find_grams(&letters, arena, ret);
    ret->mark = arena_take(arena, (size_t)mark_count(lexicon) * sizeof *ret->mark);
    f.word = arena_take(arena, (size_t)lexicon->n_words + 1);
    f.group = arena_take(arena, (size_t)lexicon->n_groups + 1);
    f.asked = arena_take(arena, (size_t)lexicon->n_groups + 1);
    f.asking_group = lexicon->asking_group;
    find_words(&f, &letters);
    roles = roles_find(text);
    for (int i = 0; i < ROLE__COUNT * BODY__COUNT; i++)
        if (roles >> i & 1)
            put_mark(ret, mark_of_role(lexicon, i / BODY__COUNT, i % BODY__COUNT));
    put_mark(ret, mark_of_size(lexicon, size_of(letters.n)));
    ret->group_words = f.group;
}
