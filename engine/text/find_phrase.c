/* What phrases show: pieces in their order within a sentence, unless they are negated, supposed or asked. */
#include <string.h>

#include "engine/text/find.h"

enum {
    NEGATION_REACH = 5,
    DATE_REACH = 30,
    DATE_CLOSE = 12,
    MONTH_SURE = 60,
    FAR_SURE = 70,
    MATCHES_MAX = 4096
};

/* How far a phrase of several pieces has come. */
struct progress {
    int32_t from, to; /* to 0: not begun */
    uint8_t barred;   /* guards that a word near some piece has met */
};

struct match {
    int32_t from, to;
    uint16_t phrase;
};

struct matching {
    struct find *find;
    struct progress (*progress)[PHRASE_MAX_PIECES]; /* by slot */
    struct match *matches;
    int n;
};

/* 未, 没有 before the piece in its clause, with little between. */
static bool
negated(const struct find *find, int at)
{
    for (int i = find->first_cue[at] - 1; i >= 0; i--) {
        const struct cue *cue = &find->cues[i];
        if (cue->from < at - NEGATION_REACH - 4 || find->clause[cue->from] != find->clause[at])
            return false;
        if (cue->cue != CUE_NEGATION || cue->to > at || cue->to < at - NEGATION_REACH)
            continue;
        /* 不仅, 不料: a longer word that begins there is none */
        if (!cue_here(find, cue->from, CUE(NO_NEGATION)))
            return true;
    }
    return false;
}

static bool
supposed(const struct find *find, int at)
{
    return cue_before(find, at, CUE(HYPOTHESIS)) != NULL;
}

static bool
tells_dispute(const struct find *find)
{
    for (int i = 0; i < find->n_marks; i++)
        if (phrases_cues(find->phrases, find->marks[i].piece) & CUE(DISPUTE) &&
            !supposed(find, find->marks[i].at))
            return true;
    return false;
}

enum { BARS_UNKNOWN = 0xFF };

/* The guards that are met at a mark, found out once for all the phrases it is part of. */
static uint8_t
bars_at(const struct find *find, const struct mark *mark, uint8_t *known)
{
    int to = mark->at + mark->len;
    if (*known != BARS_UNKNOWN)
        return *known;
    *known = 0;
    if (negated(find, mark->at))
        *known |= GUARD_NEGATION;
    if (supposed(find, mark->at))
        *known |= GUARD_HYPOTHESIS;
    if (find->asked[find->clause[mark->at]] || find->asked[find->clause[to - 1]])
        *known |= GUARD_QUESTION;
    if (find->dispute)
        *known |= GUARD_DISPUTE;
    return *known;
}

static void
put_match(struct matching *m, int phrase, int from, int to)
{
    if (m->n < MATCHES_MAX)
        m->matches[m->n++] = (struct match){from, to, (uint16_t)phrase};
}

static void
step(struct matching *m, const struct mark *mark, const struct phrase_use *use, uint8_t *known)
{
    const struct find *find = m->find;
    int from = mark->at, to = mark->at + mark->len;
    struct progress *progress = m->progress[use->slot];
    uint8_t bars = 0;
    if (use->nth) {
        const struct progress *before = &progress[use->nth - 1];
        if (!before->to || before->to > from || from - before->to > use->gap ||
            find->sentence[before->from] != find->sentence[from])
            return;
        bars = before->barred;
        from = before->from;
    }
    if (use->guard)
        bars |= bars_at(find, mark, known) & use->guard;
    if (use->nth + 1 < use->n_pieces)
        progress[use->nth] = (struct progress){from, to, bars};
    else if (!bars)
        put_match(m, use->phrase, from, to);
}

/* The date that stands nearest in the sentence: before the words, else behind them. */
static const struct date *
date_near(const struct find *find, int from, int to)
{
    const struct date *before = NULL;
    int low = 0, high = find->n_dates;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (find->dates[middle].from < to)
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = low - 1; i >= 0 && i >= low - 4; i--)
        if (find->sentence[find->dates[i].from] == find->sentence[from] &&
            from - find->dates[i].to <= DATE_REACH) {
            before = &find->dates[i];
            break;
        }
    if (before)
        return before;
    if (low < find->n_dates && find->sentence[find->dates[low].from] == find->sentence[to - 1] &&
        find->dates[low].from - to <= DATE_REACH)
        return &find->dates[low];
    return NULL;
}

static void
put_found(struct find *find, const struct match *match)
{
    const struct phrase *phrase = phrases_row(find->phrases, match->phrase);
    struct found_item item = {
        .kind = phrase->what, .which = phrase->which, .sure = phrase->sure, .value = phrase->value};
    int from = match->from, to = match->to;
    if (phrase->value == PHRASE_BY_DATE) {
        const struct date *date = date_near(find, from, to);
        if (!date || date->precision == TO_THE_YEAR)
            return;
        item.value = date->last;
        if (date->precision == TO_THE_MONTH)
            item.sure = item.sure > MONTH_SURE ? MONTH_SURE : item.sure;
        else if (from - date->to > DATE_CLOSE || date->from > to)
            item.sure = item.sure > FAR_SURE ? FAR_SURE : item.sure;
        from = date->from < from ? date->from : from;
        to = date->to > to ? date->to : to;
    }
    find_add(find, item, from, to);
}

/* Of the phrases that speak of one thing, the earlier row of the table counts; of one row, the first
 * place. Of a list, every word once. */
static void
choose(struct matching *m)
{
    const struct match *best[256] = {0};
    for (int i = 0; i < m->n; i++) {
        const struct phrase *phrase = phrases_row(m->find->phrases, m->matches[i].phrase);
        if (phrase->what != FOUND_FACT) {
            put_found(m->find, &m->matches[i]);
            continue;
        }
        const struct match **slot = &best[phrase->which];
        if (!*slot || phrase->rank < phrases_row(m->find->phrases, (*slot)->phrase)->rank)
            *slot = &m->matches[i];
    }
    for (int fact = 0; fact < FL_FACT__COUNT; fact++)
        if (best[fact])
            put_found(m->find, best[fact]);
}

void
find_phrases(struct find *find)
{
    struct matching m = {.find = find};
    int n;
    find->dispute = tells_dispute(find);
    m.progress =
        arena_take(find->arena, (size_t)phrases_slots(find->phrases) * sizeof *m.progress + 1);
    m.matches = arena_take(
        find->arena, (size_t)(find->n_marks + 1 < MATCHES_MAX ? find->n_marks + 1 : MATCHES_MAX) *
                         sizeof *m.matches * 2);
    for (int i = 0; i < find->n_marks; i++) {
        const struct phrase_use *uses = phrases_uses(find->phrases, find->marks[i].piece, &n);
        uint8_t known = BARS_UNKNOWN;
        for (int k = 0; k < n; k++)
            step(&m, &find->marks[i], &uses[k], &known);
    }
    choose(&m);
}
