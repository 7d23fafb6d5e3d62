/* What the model sees of a text: the n-grams that stand in it, the words of the lexicon, and marks made of
 * them. Each is there or is not; how often does not count. The trainer and the classifier both ask here. */
#ifndef ENGINE_FEATURES_H
#define ENGINE_FEATURES_H

#include "engine/base/arena.h"
#include "engine/text/model_parts.h"
#include "engine/text/text.h"

#define GRAM_MAX 3 /* characters of the longest n-gram */

/* Marks, numbered one after the other:
 *   each word of the lexicon;
 *   each group, once for one, two, three and more different words of it;
 *   each group, in what is asked for (behind 请求判令, 要求 …);
 *   the parties as the text names them: side × kind of body, a person who stands trial among them;
 *   how long the text is. */
#define GROUP_STEPS 3
enum body {
    BODY_PERSON,
    BODY_COMPANY,
    BODY_GOVERNMENT,
    BODY_BANK,
    BODY_INSURER,
    BODY_HOSPITAL,
    BODY_SCHOOL,
    BODY_VILLAGE,
    BODY__COUNT
};
enum role { ROLE_CLAIMANT, ROLE_RESPONDENT, ROLE_THIRD, ROLE_ACCUSED, ROLE__COUNT };
enum size_mark { SIZE_SHORT, SIZE_MIDDLE, SIZE_LONG, SIZE_HUGE, SIZE__COUNT };

static inline int
mark_of_word(const struct lexicon *lexicon, int word)
{
    (void)lexicon;
    return word;
}
static inline int
mark_of_group(const struct lexicon *lexicon, int group, int step)
{
    return lexicon->n_words + group * GROUP_STEPS + step;
}
static inline int
mark_of_asked(const struct lexicon *lexicon, int group)
{
    return lexicon->n_words + lexicon->n_groups * GROUP_STEPS + group;
}
static inline int
mark_of_role(const struct lexicon *lexicon, int role, int body)
{
    return lexicon->n_words + lexicon->n_groups * (GROUP_STEPS + 1) + role * BODY__COUNT + body;
}
static inline int
mark_of_size(const struct lexicon *lexicon, int size)
{
    return mark_of_role(lexicon, ROLE__COUNT, 0) + size;
}
static inline int
mark_count(const struct lexicon *lexicon)
{
    return mark_of_size(lexicon, SIZE__COUNT);
}

struct features {
    uint32_t *gram; /* buckets, each once */
    int n_grams;
    uint16_t *mark;
    int n_marks;
    const uint8_t *group_words; /* by group: different words of it in the text */
    int letters;                /* characters that count */
};

/* Everything in the arena. */
void features_find(const struct lexicon *lexicon, const struct text *text, struct arena *arena,
                   struct features *ret);

#endif
