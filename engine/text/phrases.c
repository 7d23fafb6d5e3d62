/* The table of phrases, compiled: pieces in one trie over a hash, and for each piece the phrases in
 * which it stands. */
#include "engine/text/phrases.h"

#include <string.h>

#include "engine/base/json.h"

enum { NODES_MAX = 60000, NO_PIECE = 0xFFFF, WORDS_MAX = 400 };

/* (node, character) → node; key 0 is empty, since nothing leads back to node 0 by character 0. */
struct edge {
    uint32_t key;
    uint16_t node;
};

struct phrases {
    struct arena *arena;
    struct phrase *rows;
    int n_rows, room_rows, n_slots;
    uint16_t *piece_of; /* node → piece, NO_PIECE */
    int n_nodes, room_nodes;
    uint16_t *piece_len;
    int n_pieces, room_pieces;
    struct edge *edges;
    uint32_t n_edges, mask;      /* mask + 1 places, a power of two */
    uint64_t begins[65536 / 64]; /* characters that some piece begins with */
    struct phrase_use *uses;     /* by piece */
    uint32_t *cues_of;           /* piece → bits of its cues */
    uint32_t *use_from;          /* piece → first use; n_pieces + 1 of them */
};

/* Room for one more of n things; what was there is left behind in the arena. */
static void *
grown(struct arena *arena, void *old, int n, int *room, size_t size)
{
    if (n < *room)
        return old;
    *room = *room ? *room * 2 : 256;
    void *more = arena_take(arena, (size_t)*room * size);
    if (n)
        memcpy(more, old, (size_t)n * size);
    return more;
}

static uint32_t
place_of(const struct phrases *p, uint32_t key)
{
    uint32_t at = (key * UINT32_C(2654435761)) >> 7;
    while (p->edges[at & p->mask].key && p->edges[at & p->mask].key != key)
        at++;
    return at & p->mask;
}

static int
new_node(struct phrases *p)
{
    p->piece_of = grown(p->arena, p->piece_of, p->n_nodes, &p->room_nodes, sizeof *p->piece_of);
    p->piece_of[p->n_nodes] = NO_PIECE;
    return p->n_nodes++;
}

static void
more_edges(struct phrases *p)
{
    struct edge *old = p->edges;
    uint32_t n = p->mask + 1;
    p->mask = n * 2 - 1;
    p->edges = arena_take(p->arena, (size_t)(p->mask + 1) * sizeof *p->edges);
    for (uint32_t i = 0; i < n; i++)
        if (old[i].key)
            p->edges[place_of(p, old[i].key)] = old[i];
}

struct phrases *
phrases_new(struct arena *arena)
{
    struct phrases *p = arena_take(arena, sizeof *p);
    p->arena = arena;
    p->mask = 1023;
    p->edges = arena_take(arena, (size_t)(p->mask + 1) * sizeof *p->edges);
    new_node(p);
    return p;
}

static uint32_t
key_of(int node, char16_t c)
{
    return (uint32_t)node << 16 | c;
}

/* The number of a piece, new or met before; -1: too many. */
static int
add_piece(struct phrases *p, const char16_t *piece, int len)
{
    int node = 0;
    for (int i = 0; i < len; i++) {
        uint32_t key = key_of(node, piece[i]), at = place_of(p, key);
        if (!p->edges[at].key) {
            if (p->n_nodes == NODES_MAX)
                return -1;
            p->edges[at] = (struct edge){key, (uint16_t)new_node(p)};
            node = p->edges[at].node;
            if (++p->n_edges * 2 > p->mask)
                more_edges(p);
        } else {
            node = p->edges[at].node;
        }
    }
    p->begins[piece[0] >> 6] |= UINT64_C(1) << (piece[0] & 63);
    if (p->piece_of[node] == NO_PIECE) {
        p->piece_len =
            grown(p->arena, p->piece_len, p->n_pieces, &p->room_pieces, sizeof *p->piece_len);
        p->piece_len[p->n_pieces] = (uint16_t)len;
        p->piece_of[node] = (uint16_t)p->n_pieces++;
    }
    return p->piece_of[node];
}

/* --- the notation --- */

static const char *
add_row(struct phrases *p, const struct phrase *row, const char16_t *words, int n)
{
    struct phrase made = *row;
    int from = 0, gap = 0;
    made.n_pieces = 0;
    for (int i = 0; i <= n; i++) {
        if (i < n && words[i] != u'*' && words[i] != u'…')
            continue;
        if (i == from)
            return "a piece is empty";
        if (i - from > PIECE_MAX)
            return "a piece has more than 16 characters";
        if (made.n_pieces == PHRASE_MAX_PIECES)
            return "has more than 4 pieces";
        int piece = add_piece(p, words + from, i - from);
        if (piece < 0)
            return "the table is too large";
        made.gap[made.n_pieces] = (uint8_t)gap;
        made.piece[made.n_pieces++] = (uint16_t)piece;
        gap = i < n && words[i] == u'*' ? PHRASE_NEAR : PHRASE_FAR;
        from = i + 1;
    }
    if (p->n_rows == PHRASES_MAX)
        return "more than 6000 phrases";
    p->rows = grown(p->arena, p->rows, p->n_rows, &p->room_rows, sizeof *p->rows);
    if (made.n_pieces > 1)
        made.slot = (uint16_t)p->n_slots++;
    p->rows[p->n_rows++] = made;
    return NULL;
}

/* Writes out the first {甲|乙}, then what is left of it. */
static const char *
write_out(struct phrases *p, const struct phrase *row, const char16_t *words, int n)
{
    int open = 0, close, from;
    while (open < n && words[open] != u'{')
        open++;
    if (open == n)
        return add_row(p, row, words, n);
    for (close = open; close < n && words[close] != u'}';)
        close++;
    if (close == n)
        return "{ without }";
    from = open + 1;
    for (int i = from; i <= close; i++) {
        char16_t one[WORDS_MAX];
        const char *wrong;
        if (i < close && words[i] != u'|')
            continue;
        int len = open + (i - from) + (n - close - 1);
        memcpy(one, words, (size_t)open * sizeof *one);
        memcpy(one + open, words + from, (size_t)(i - from) * sizeof *one);
        memcpy(one + open + (i - from), words + close + 1, (size_t)(n - close - 1) * sizeof *one);
        wrong = write_out(p, row, one, len);
        if (wrong)
            return wrong;
        from = i + 1;
    }
    return NULL;
}

const char *
phrases_add(struct phrases *phrases, const struct phrase *row, const char *words)
{
    char16_t folded[WORDS_MAX];
    int n = text_fold_word(words, strlen(words), folded, WORDS_MAX);
    if (n < 0)
        return "is no text of at most 399 characters";
    if (n == 0)
        return "is empty";
    return write_out(phrases, row, folded, n);
}

static bool
is_cue(const struct phrase *row)
{
    return row->what == PHRASE_CUE_WHAT;
}

void
phrases_finish(struct phrases *p)
{
    uint32_t total = 0;
    p->use_from = arena_take(p->arena, (size_t)(p->n_pieces + 2) * sizeof *p->use_from);
    p->cues_of = arena_take(p->arena, (size_t)(p->n_pieces + 1) * sizeof *p->cues_of);
    for (int i = 0; i < p->n_rows; i++)
        for (int k = 0; k < p->rows[i].n_pieces; k++)
            if (is_cue(&p->rows[i]))
                p->cues_of[p->rows[i].piece[k]] |= UINT32_C(1) << p->rows[i].which;
            else
                p->use_from[p->rows[i].piece[k] + 1]++, total++;
    for (int i = 0; i < p->n_pieces; i++)
        p->use_from[i + 1] += p->use_from[i];
    p->uses = arena_take(p->arena, (size_t)(total + 1) * sizeof *p->uses);
    uint32_t *next = arena_take(p->arena, (size_t)(p->n_pieces + 1) * sizeof *next);
    memcpy(next, p->use_from, (size_t)(p->n_pieces + 1) * sizeof *next);
    for (int i = 0; i < p->n_rows; i++)
        for (int k = 0; k < p->rows[i].n_pieces && !is_cue(&p->rows[i]); k++)
            p->uses[next[p->rows[i].piece[k]]++] =
                (struct phrase_use){(uint16_t)i,         p->rows[i].slot,   (uint8_t)k,
                                    p->rows[i].n_pieces, p->rows[i].gap[k], p->rows[i].guard};
}

/* --- a text --- */

struct mark *
phrases_mark(const struct phrases *p, const struct text *text, struct arena *arena, int *ret_n)
{
    struct mark *marks = NULL;
    int n = 0, room = 0;
    for (int i = 0; i < text->n && n < MARKS_MAX; i++) {
        if (!(p->begins[text->ch[i] >> 6] >> (text->ch[i] & 63) & 1))
            continue;
        int node = 0;
        for (int k = i; k < text->n && k - i < PIECE_MAX; k++) {
            const struct edge *edge = &p->edges[place_of(p, key_of(node, text->ch[k]))];
            if (!edge->key)
                break;
            node = edge->node;
            if (p->piece_of[node] == NO_PIECE)
                continue;
            marks = grown(arena, marks, n, &room, sizeof *marks);
            marks[n++] = (struct mark){i, p->piece_of[node], (uint16_t)(k - i + 1)};
        }
    }
    *ret_n = n;
    return marks;
}

const struct phrase_use *
phrases_uses(const struct phrases *p, int piece, int *ret_n)
{
    *ret_n = (int)(p->use_from[piece + 1] - p->use_from[piece]);
    return p->uses + p->use_from[piece];
}

uint32_t
phrases_cues(const struct phrases *p, int piece)
{
    return p->cues_of[piece];
}

const struct phrase *
phrases_row(const struct phrases *p, int phrase)
{
    return &p->rows[phrase];
}

int
phrases_slots(const struct phrases *p)
{
    return p->n_slots;
}
