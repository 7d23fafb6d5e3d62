/* The folds as files, for a comparison with another classifier. */
#include <stdio.h>

#include "deploy/model/train/trial.h"
#include "deploy/model/train/trial_parts.h"
#include "engine/text/letters.h"

static void
put_letter(FILE *out, char16_t c)
{
    if (c < 0x80)
        fprintf(out, " %c", (char)c);
    else if (c < 0x800)
        fprintf(out, " %c%c", 0xC0 | c >> 6, 0x80 | (c & 0x3F));
    else
        fprintf(out, " %c%c%c", 0xE0 | c >> 12, 0x80 | (c >> 6 & 0x3F), 0x80 | (c & 0x3F));
}

static void
put_example(FILE *out, const struct example *e, struct arena *arena)
{
    struct text text;
    struct letters letters;

    arena_reset(arena);
    if (text_read(e->text, e->len, arena, &text, NULL))
        die("a text is broken");
    letters_of(&text, arena, &letters);
    fprintf(out, "__label__%s/%s", fl_domains.words[e->class].name, fl_scopes.words[e->scope].name);
    for (int i = 0; i < letters.n; i++)
        put_letter(out, letters.ch[i]);
    fputc('\n', out);
}

static FILE *
open_file(struct arena *arena, const char *dir, int fold, const char *what)
{
    const char *path = arena_print(arena, "%s/fold-%d.%s", dir, fold, what);
    FILE *file = fopen(path, "w");

    if (!file)
        die("%s cannot be written", path);
    return file;
}

void
trial_export(const struct corpus *corpus, int labelled, const int *class, const char *dir)
{
    struct arena arena;

    arena_init(&arena);
    for (int fold = 0; fold < FOLDS; fold++) {
        FILE *train = open_file(&arena, dir, fold, "train"),
             *test = open_file(&arena, dir, fold, "test");
        for (int i = 0; i < corpus->n; i++) {
            const struct example *e = &corpus->examples[i];
            bool held = i < labelled && trial_round(e, TRIAL_FOLDS) == fold;
            if (e->scope < 0 || e->class < 0 || e->class >= FL_DOMAIN__COUNT)
                continue;
            if (held)
                put_example(test, e, &arena);
            else if (class[i] >= 0)
                put_example(train, e, &arena);
        }
        if (fclose(train) || fclose(test))
            die("%s: the folds cannot be written", dir);
    }
    arena_done(&arena);
}
