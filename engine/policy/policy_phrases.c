/* Loads phrases.tsv: the words in a narrative that show a fact, a claim, who somebody is. */
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_loader.h"
#include "engine/text/found.h"
#include "engine/text/phrases.h"

enum { WHAT, VALUE, WORDS, UNLESS, SURE, EXAMPLE };
static const char *const columns[] = {"what", "value", "words", "unless", "sure", "example", NULL};

#define X(id, name) name,
static const char *const cues[] = {PHRASE_CUES(X)};
#undef X

/* What a phrase can show beside facts and cues. */
static const struct {
    const char *what;
    enum found_kind kind;
    const struct fl_vocab *words; /* NULL: see `date` */
    bool date;                    /* the value is the day that stands near; else true alone */
} shown[] = {
    {"claims",            FOUND_CLAIM,           &fl_claims, false},
    {"claimants.tags",    FOUND_CLAIMANT_TAG,    &fl_tags,   false},
    {"respondents.tags",  FOUND_RESPONDENT_TAG,  &fl_tags,   false},
    {"respondents.kinds", FOUND_RESPONDENT_KIND, &fl_kinds,  false},
    {"work_injury",       FOUND_WORK_INJURY,     NULL,       false},
    {"no_dispute",        FOUND_NO_DISPUTE,      NULL,       false},
    {"employed_from",     FOUND_EMPLOYED_FROM,   NULL,       true },
};

static int
word_value(struct loader *loader, const char *text, const struct fl_vocab *words, int32_t *ret)
{
    *ret = fl_word_find(words, text, strlen(text));
    return *ret < 0 ? loader_fail(loader, "value", "\"%s\" is no %s", text, words->what) : 0;
}

static int
bool_value(struct loader *loader, const char *text, int32_t *ret)
{
    *ret = !strcmp(text, "true");
    return *ret || !strcmp(text, "false")
               ? 0
               : loader_fail(loader, "value", "is true or false, not \"%s\"", text);
}

static int
day_value(struct loader *loader, const char *text, int32_t *ret)
{
    *ret = PHRASE_BY_DATE;
    return strcmp(text, "day") ? loader_fail(loader, "value", "is day, not \"%s\"", text) : 0;
}

static int
read_cue(struct loader *loader, const char *name, struct phrase *row)
{
    row->what = PHRASE_CUE_WHAT;
    for (int i = 0; i < CUE__COUNT; i++)
        if (!strcmp(cues[i], name)) {
            row->which = (uint8_t)i;
            return 0;
        }
    return loader_fail(loader, "value", "there is no cue \"%s\"", name);
}

static int
read_fact(struct loader *loader, const char *name, const char *value, struct phrase *row)
{
    int fact = fl_fact_find(name, strlen(name));
    if (fact < 0)
        return loader_fail(loader, "what", "there is no fact \"%s\"", name);
    row->what = FOUND_FACT;
    row->which = (uint8_t)fact;
    if (fl_facts[fact].type == FL_FACT_TYPE_DATE)
        return day_value(loader, value, &row->value);
    if (fl_facts[fact].type == FL_FACT_TYPE_BOOL)
        return bool_value(loader, value, &row->value);
    return word_value(loader, value, fl_facts[fact].values, &row->value);
}

static int
read_what(struct loader *loader, const char *what, const char *value, struct phrase *row)
{
    if (!strcmp(what, "cue"))
        return read_cue(loader, value, row);
    if (!strncmp(what, "facts.", 6))
        return read_fact(loader, what + 6, value, row);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (strcmp(shown[i].what, what))
            continue;
        row->what = (uint8_t)shown[i].kind;
        if (shown[i].words)
            return word_value(loader, value, shown[i].words, &row->value);
        return shown[i].date ? day_value(loader, value, &row->value)
                             : bool_value(loader, value, &row->value);
    }
    return loader_fail(loader, "what", "nothing is called \"%s\"", what);
}

static int
read_unless(struct loader *loader, const char *text, struct phrase *row)
{
    static const struct {
        char letter;
        uint8_t guard;
    } letters[] = {
        {'n', GUARD_NEGATION  },
        {'h', GUARD_HYPOTHESIS},
        {'q', GUARD_QUESTION  },
        {'d', GUARD_DISPUTE   },
    };
    if (!strcmp(text, "-"))
        return 0;
    for (const char *c = text; *c || c == text; c++) {
        size_t i = 0;
        while (i < sizeof letters / sizeof *letters && letters[i].letter != *c)
            i++;
        if (i == sizeof letters / sizeof *letters)
            return loader_fail(loader, "unless", "is - or some of n, h, q, d, not \"%s\"", text);
        row->guard |= letters[i].guard;
    }
    return 0;
}

static int
read_sure(struct loader *loader, const char *text, struct phrase *row)
{
    char *end;
    long sure = strtol(text, &end, 10);
    if (row->what == PHRASE_CUE_WHAT)
        return *text ? loader_fail(loader, "sure", "a cue has none") : 0;
    if (end == text || *end || sure < 1 || sure > 99)
        return loader_fail(loader, "sure", "is 1 to 99 per cent, not \"%s\"", text);
    row->sure = (uint8_t)sure;
    return 0;
}

/* Whether the row's example shows what the row says. */
static int
try_example(struct loader *loader, const struct phrases *phrases, const struct phrase *row,
            const char *example)
{
    struct arena arena;
    struct text text;
    struct fl_error why = {0};
    bool shows = false;
    if (row->what == PHRASE_CUE_WHAT)
        return 0;
    if (!*example)
        return loader_fail(loader, "example", "a row without a sentence that shows it");
    arena_init(&arena);
    if (!text_read(example, strlen(example), &arena, &text, &why)) {
        const struct found *found = found_read(phrases, &text, FL_NO_DAY, &arena);
        for (int i = 0; i < found->n; i++)
            shows |= found->items[i].kind == row->what &&
                     (row->what != FOUND_FACT || found->items[i].which == row->which) &&
                     (row->value == PHRASE_BY_DATE || found->items[i].value == row->value);
    }
    arena_done(&arena);
    return shows ? 0 : loader_fail(loader, "example", "\"%s\" does not show it", example);
}

static void
name_row(struct loader *loader, int i, const char *const *cell)
{
    loader->rule = arena_print(&loader->policy->arena, "line %d (%s)", i + 2, cell[WHAT]);
}

int
load_phrases(struct loader *loader, const char *path)
{
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    struct phrases *phrases = phrases_new(&loader->policy->arena);
    struct phrase *rows = rc ? NULL : calloc((size_t)tsv.n + 1, sizeof *rows);
    for (int i = 0; !rc && i < tsv.n; i++) {
        const char *const *cell = tsv.rows[i];
        const char *wrong = NULL;
        name_row(loader, i, cell);
        rows[i].rank = (uint16_t)i;
        rc = read_what(loader, cell[WHAT], cell[VALUE], &rows[i]);
        if (!rc)
            rc = read_unless(loader, cell[UNLESS], &rows[i]);
        if (!rc)
            rc = read_sure(loader, cell[SURE], &rows[i]);
        if (!rc && (wrong = phrases_add(phrases, &rows[i], cell[WORDS])))
            rc = loader_fail(loader, "words", "%s", wrong);
    }
    if (!rc)
        phrases_finish(phrases);
    for (int i = 0; !rc && i < tsv.n; i++) {
        name_row(loader, i, tsv.rows[i]);
        rc = try_example(loader, phrases, &rows[i], tsv.rows[i][EXAMPLE]);
    }
    free(rows);
    loader->rule = NULL;
    if (rc)
        return rc;
    loader->policy->phrases = phrases;
    loader->policy->phrase_rows = tsv.rows;
    loader->policy->n_phrase_rows = tsv.n;
    return 0;
}
