/* The table of folding, made once out of ranges and pairs. */
#include "engine/text/fold.h"

#include <pthread.h>
#include <stddef.h>

enum { UNITS = 65536 };

struct range {
    char16_t first, last;
    char16_t to; /* of the first; the rest follows when `step` */
    int step;
};

/* Later rows win. */
static const struct range ranges[] = {
    {0x0000, 0x001F, FOLD_SPACE, 0}, /* control characters */
    {u'\n',  u'\n',  FOLD_LINE,  0},
    {u'\r',  u'\r',  FOLD_LINE,  0},
    {u'A',   u'Z',   u'a',       1},
    {0x007F, 0x00A0, FOLD_SPACE, 0},
    {0x0085, 0x0085, FOLD_LINE,  0},
    {0x00AD, 0x00AD, FOLD_DROP,  0}, /* soft hyphen */
    {0x00B7, 0x00B7, u'·',      0},
    {0x0300, 0x036F, FOLD_DROP,  0}, /* combining marks */
    {0x1680, 0x1680, FOLD_SPACE, 0},
    {0x2000, 0x200A, FOLD_SPACE, 0},
    {0x200B, 0x200F, FOLD_DROP,  0}, /* zero width, direction */
    {0x2010, 0x2012, u'-',       0},
    {0x2018, 0x201B, u'\'',      0},
    {0x201C, 0x201F, u'"',       0},
    {0x2028, 0x2029, FOLD_LINE,  0},
    {0x202A, 0x202E, FOLD_DROP,  0},
    {0x202F, 0x202F, FOLD_SPACE, 0},
    {0x205F, 0x205F, FOLD_SPACE, 0},
    {0x2060, 0x206F, FOLD_DROP,  0},
    {0x20D0, 0x20FF, FOLD_DROP,  0}, /* marks around an emoji */
    {0x2190, 0x21FF, FOLD_DROP,  0}, /* arrows */
    {0x2300, 0x23FF, FOLD_DROP,  0}, /* technical signs */
    {0x25A0, 0x27BF, FOLD_DROP,  0}, /* shapes, symbols, dingbats */
    {0x25CB, 0x25CB, u'〇',     0}, /* 二○二一年 */
    {0x25EF, 0x25EF, u'〇',     0},
    {0x2900, 0x29FF, FOLD_DROP,  0},
    {0x2B00, 0x2BFF, FOLD_DROP,  0},
    {0x3000, 0x3000, FOLD_SPACE, 0},
    {0xD800, 0xF8FF, FOLD_DROP,  0}, /* surrogates, private use */
    {0xFE00, 0xFE0F, FOLD_DROP,  0}, /* variation selectors */
    {0xFEFF, 0xFEFF, FOLD_DROP,  0},
    {0xFF01, 0xFF5E, u'!',       1}, /* full-width ASCII */
    {0xFF21, 0xFF3A, u'a',       1},
    {0xFFE0, 0xFFE1, u'¢',      1},
    {0xFFE5, 0xFFE5, u'¥',      0},
    {0xFFF0, 0xFFFF, FOLD_DROP,  0},
};

static char16_t table[UNITS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
make(void)
{
    for (unsigned c = 0; c < UNITS; c++)
        table[c] = (char16_t)c;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (unsigned c = ranges[i].first; c <= ranges[i].last; c++)
            table[c] = (char16_t)(ranges[i].to + (ranges[i].step ? c - ranges[i].first : 0u));
    for (const char16_t *const *line = fold_traditional; *line; line++)
        for (const char16_t *pair = *line; *pair; pair += 3)
            table[pair[0]] = pair[1];
}

const char16_t *
fold_table(void)
{
    pthread_once(&once, make);
    return table;
}
