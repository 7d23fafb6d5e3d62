/* The finders in their order over one narrative, and what they share: clauses, cues, findings. */
#include "engine/text/find.h"

#include <string.h>

static bool
ends_sentence(char16_t c)
{
    return c == u'。' || c == u'!' || c == u'?' || c == u';' || c == u'\n';
}

static bool
ends_clause(char16_t c)
{
    return c == u',' || c == u'、' || c == u':' || c == u'…';
}

/* A comma between digits and a colon of a time part nothing. */
static bool
in_number(const struct text *text, int i)
{
    return i && i + 1 < text->n && text->ch[i] < 0x80 && text->ch[i - 1] < 0x80 &&
           text->ch[i + 1] < 0x80 && number_digit(text->ch[i - 1]) >= 0 &&
           number_digit(text->ch[i + 1]) >= 0;
}

static void
cut(struct find *find)
{
    const struct text *text = find->text;
    int32_t clause = 0, sentence = 0;
    find->clause = arena_take(find->arena, (size_t)(text->n + 1) * sizeof *find->clause);
    find->sentence = arena_take(find->arena, (size_t)(text->n + 1) * sizeof *find->sentence);
    for (int i = 0; i < text->n; i++) {
        find->clause[i] = clause;
        find->sentence[i] = sentence;
        if (ends_sentence(text->ch[i])) {
            sentence++;
            clause++;
        } else if (ends_clause(text->ch[i]) && !in_number(text, i)) {
            clause++;
        }
    }
    find->clause[text->n] = clause;
    find->sentence[text->n] = sentence;
    find->asked = arena_take(find->arena, (size_t)clause + 1);
}

/* 支付 within 已支付 or 未支付 says nothing of its own. */
static void
hide_covered(struct find *find)
{
    const uint32_t set = CUE(CLAIM) | CUE(TOTAL) | CUE(OWED) | CUE(PAID) | CUE(BASE) | CUE(PRICE) |
                         CUE(RATE) | CUE(BESIDE);
    for (int i = 0; i < find->n_cues; i++) {
        const struct cue *longer = &find->cues[i];
        if (!(set >> longer->cue & 1))
            continue;
        for (int k = i - 1; k >= 0 && find->cues[k].from == longer->from; k--)
            if (set >> find->cues[k].cue & 1 && find->cues[k].to < longer->to)
                find->cues[k].cue = CUE_NOTHING;
        for (int k = i + 1; k < find->n_cues && find->cues[k].from < longer->to; k++)
            if (set >> find->cues[k].cue & 1 && find->cues[k].to <= longer->to &&
                find->cues[k].from > longer->from)
                find->cues[k].cue = CUE_NOTHING;
    }
}

/* Those that are looked for near something else; a question and a dispute are told of the whole. */
static uint32_t
cues_of(const struct find *find, const struct mark *mark)
{
    return phrases_cues(find->phrases, mark->piece) & ~(CUE(QUESTION) | CUE(DISPUTE));
}

static void
note_cues(struct find *find)
{
    int at = 0, room = 1;
    for (int i = 0; i < find->n_marks; i++)
        room += __builtin_popcount(cues_of(find, &find->marks[i]));
    find->cues = arena_take(find->arena, (size_t)room * sizeof *find->cues);
    for (int i = 0; i < find->n_marks; i++) {
        const struct mark *mark = &find->marks[i];
        find->asked[find->clause[mark->at]] |=
            (phrases_cues(find->phrases, mark->piece) & CUE(QUESTION)) != 0;
        for (uint32_t cues = cues_of(find, mark); cues; cues &= cues - 1)
            find->cues[find->n_cues++] =
                (struct cue){mark->at, mark->at + mark->len, (uint8_t)__builtin_ctz(cues)};
    }
    hide_covered(find);
    find->first_cue =
        arena_take(find->arena, (size_t)(find->text->n + 2) * sizeof *find->first_cue);
    for (int i = 0; i <= find->text->n + 1; i++) {
        while (at < find->n_cues && find->cues[at].from < i)
            at++;
        find->first_cue[i] = at;
    }
}

const struct cue *
cue_before(const struct find *find, int at, uint32_t set)
{
    for (int i = find->first_cue[at] - 1; i >= 0; i--) {
        const struct cue *cue = &find->cues[i];
        if (cue->from < at - FIND_REACH || find->sentence[cue->from] != find->sentence[at])
            return NULL;
        if (cue->to <= at && set >> cue->cue & 1)
            return cue;
    }
    return NULL;
}

const struct cue *
cue_here(const struct find *find, int at, uint32_t set)
{
    const struct cue *best = NULL;
    for (int i = find->first_cue[at]; i < find->n_cues && find->cues[i].from == at; i++)
        if (set >> find->cues[i].cue & 1 && (!best || find->cues[i].to > best->to))
            best = &find->cues[i];
    return best;
}

void
find_add(struct find *find, struct found_item item, int from, int to)
{
    size_t at, len = text_span(find->text, from, to, &at);
    item.at = (uint32_t)at;
    item.len = (uint32_t)len;
    found_add(find->found, &item);
}

static void
read_numbers(struct find *find)
{
    const struct text *text = find->text;
    int room = text->n < NUMBERS_MAX ? text->n : NUMBERS_MAX;
    find->numbers = arena_take(find->arena, (size_t)(room + 1) * sizeof *find->numbers);
    for (int i = 0; i < text->n && find->n_numbers < room; i++) {
        struct number *number = &find->numbers[find->n_numbers];
        if (!number_begins(text, i) || !number_read(text, i, number))
            continue;
        i = number->to - 1;
        find->n_numbers++;
    }
}

struct found *
found_read(const struct phrases *phrases, const struct text *text, fl_day filed_on,
           struct arena *arena)
{
    struct find find = {.phrases = phrases,
                        .text = text,
                        .arena = arena,
                        .filed_on = filed_on,
                        .found = arena_take(arena, sizeof *find.found)};
    cut(&find);
    if (phrases)
        find.marks = phrases_mark(phrases, text, arena, &find.n_marks);
    note_cues(&find);
    read_numbers(&find);
    find_dates(&find);
    if (phrases)
        find_phrases(&find);
    find_amounts(&find);
    find_people(&find);
    return find.found;
}
