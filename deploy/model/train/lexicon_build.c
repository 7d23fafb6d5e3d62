/* lexicon.tsv as a trie: words sorted, then one node a prefix, level by level, so that children stand
 * together. */
#include "deploy/model/train/lexicon_build.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/corpus.h"
#include "engine/text/letters.h"

enum { MAX_WORDS = 8000, LONGEST = 40 };

struct entry {
    char16_t ch[LONGEST + 1];
    uint8_t group[WORD_GROUPS];
};

static int
compare(const void *a, const void *b)
{
    const char16_t *x = ((const struct entry *)a)->ch, *y = ((const struct entry *)b)->ch;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    if (*x != *y)
        return *x > *y ? 1 : -1;
    return ((const struct entry *)a)->group[0] - ((const struct entry *)b)->group[0];
}

static bool
same_word(const struct entry *a, const struct entry *b)
{
    return memcmp(a->ch, b->ch, sizeof a->ch) == 0;
}

/* A word is written as the letters of a text are. */
static void
read_word(const char *word, struct arena *arena, struct entry *ret)
{
    struct text text;
    struct letters letters;

    memset(ret, 0, sizeof *ret);
    if (text_read(word, strlen(word), arena, &text, NULL))
        die("lexicon.tsv: %s is no UTF-8", word);
    letters_of(&text, arena, &letters);
    if (letters.n < 1 || letters.n > LONGEST)
        die("lexicon.tsv: %s has %d letters; 1 to %d are allowed", word, letters.n, LONGEST);
    memcpy(ret->ch, letters.ch, (size_t)letters.n * sizeof *ret->ch);
    ret->ch[letters.n] = 0;
}

static int
read_rows(const char *path, struct arena *arena, struct built_lexicon *ret, struct entry *entries)
{
    char *at = file_whole(arena, path, NULL), *line;
    int n = 0;

    while ((line = line_next(&at))) {
        char *save = NULL;
        if (*line == '#' || !*line)
            continue;
        if (ret->view.n_groups == MAX_GROUPS)
            die("%s: more than %d groups", path, MAX_GROUPS);
        const char *group = cell_next(&line), *cause = cell_next(&line);
        if (!line)
            die("%s: a row needs group, cause and words", path);
        ret->group[ret->view.n_groups] = group;
        ret->group_cause[ret->view.n_groups++] = strcmp(cause, "-") ? cause : NULL;
        for (char *word = strtok_r(line, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
            if (n == MAX_WORDS)
                die("%s: more than %d words", path, MAX_WORDS);
            read_word(word, arena, &entries[n]);
            entries[n++].group[0] = (uint8_t)ret->view.n_groups;
        }
    }
    return n;
}

/* Equal words become one that stands in both groups. */
static int
join_equal(struct entry *entries, int n)
{
    int kept = 0;

    for (int i = 0; i < n; i++) {
        if (kept && same_word(&entries[kept - 1], &entries[i])) {
            uint8_t *group = entries[kept - 1].group, other = entries[i].group[0];
            if (!group[0])
                group[0] = other;
            else if (!group[1] && group[0] != other)
                group[1] = other;
            continue;
        }
        entries[kept++] = entries[i];
    }
    return kept;
}

/* The children of a node: the words [from, to) share `depth` characters. */
static void
grow(struct built_lexicon *ret, const struct entry *entries, int from, int to, int depth, int node)
{
    int start = ret->n_nodes, n = 0;

    if (from < to && !entries[from].ch[depth])
        ret->nodes[node].word = (uint16_t)(1 + from++);
    for (int i = from; i < to; i++)
        n += i == from || entries[i].ch[depth] != entries[i - 1].ch[depth];
    ret->nodes[node].child = (uint16_t)start;
    ret->nodes[node].n_children = (uint16_t)n;
    ret->n_nodes += n;
    for (int i = from, k = start; i < to; k++) {
        int end = i + 1;
        while (end < to && entries[end].ch[depth] == entries[i].ch[depth])
            end++;
        ret->nodes[k].ch = entries[i].ch[depth];
        grow(ret, entries, i, end, depth + 1, k);
        i = end;
    }
}

void
lexicon_build(const char *path, const char *const *more, int n_more, struct arena *arena,
              struct built_lexicon *ret)
{
    struct entry *entries = malloc(MAX_WORDS * sizeof *entries);
    int n;

    if (!entries)
        die("no memory");
    memset(ret, 0, sizeof *ret);
    n = read_rows(path, arena, ret, entries);
    if (n + n_more > MAX_WORDS)
        die("%s: more than %d words with the names of causes", path, MAX_WORDS);
    for (int i = 0; i < n_more; i++)
        read_word(more[i], arena, &entries[n++]);
    qsort(entries, (size_t)n, sizeof *entries, compare);
    n = join_equal(entries, n);
    ret->words = arena_take(arena, (size_t)n * sizeof *ret->words);
    for (int i = 0; i < n; i++)
        memcpy(ret->words[i].group, entries[i].group, WORD_GROUPS);
    ret->nodes = arena_take(arena, ((size_t)n * LONGEST + 2) * sizeof *ret->nodes);
    ret->n_nodes = 1;
    grow(ret, entries, 0, n, 0, 0);
    if (ret->n_nodes > UINT16_MAX)
        die("%s: too many words", path);
    for (int i = 0; i < ret->nodes[0].n_children; i++)
        ret->first[ret->nodes[ret->nodes[0].child + i].ch] = (uint16_t)(ret->nodes[0].child + i);
    ret->view.first = ret->first;
    ret->view.nodes = ret->nodes;
    ret->view.words = ret->words;
    ret->view.n_words = n;
    ret->view.asking_group = -1;
    for (int g = 0; g < ret->view.n_groups; g++)
        if (strncmp(ret->group[g], "ask.", 4) == 0)
            ret->view.asking_group = g;
    free(entries);
}

int
lexicon_find(const struct lexicon *lexicon, const char *word, struct arena *arena)
{
    struct entry entry;
    const struct trie_node *node;
    int i = 1;

    read_word(word, arena, &entry);
    if (!lexicon->first[entry.ch[0]])
        return -1;
    node = &lexicon->nodes[lexicon->first[entry.ch[0]]];
    for (; entry.ch[i]; i++) {
        const struct trie_node *next = NULL;
        for (int k = 0; k < node->n_children && !next; k++)
            if (lexicon->nodes[node->child + k].ch == entry.ch[i])
                next = &lexicon->nodes[node->child + k];
        if (!next)
            return -1;
        node = next;
    }
    return node->word - 1;
}
