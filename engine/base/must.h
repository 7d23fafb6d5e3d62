/* Memory of the heap where running out of it ends the process, as in an arena (engine/base/arena.h). */
#ifndef ENGINE_MUST_H
#define ENGINE_MUST_H

void *must(void *memory);          /* what malloc, calloc or realloc answered; never NULL */
char *must_copy(const char *text); /* NULL stays NULL; the caller frees it */

#endif
