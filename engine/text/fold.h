/* What becomes of a character when a text is read. Private to text.c. */
#ifndef ENGINE_FOLD_H
#define ENGINE_FOLD_H

#include <uchar.h>

#define FOLD_DROP  0    /* leaves no trace */
#define FOLD_SPACE u' ' /* white space but a line break */
#define FOLD_LINE  u'\n'

/* Lines of pairs, a traditional character and its simplified form, each pair followed by a space; ended by 0. */
extern const char16_t *const fold_traditional[];

/* By code unit of the basic plane; made at the first call. */
const char16_t *fold_table(void);

#endif
