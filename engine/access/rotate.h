/* Rotation of the data key: the keys of all disputes are wrapped anew, in short transactions, while intake and desks go
 * on. What is sealed under the keys of disputes is not touched. Broken off, it goes on where it was the next time. */
#ifndef ENGINE_ROTATE_H
#define ENGINE_ROTATE_H

#include "engine/access/keys.h"

/* Called after each page; may be NULL. */
typedef void rotate_progress(int64_t done, int64_t in_all, void *data);

/* Wraps everything by the current key of `keys`. *ret_n is how many were wrapped anew. Disputes that a process stores
 * meanwhile under the old key (it looks for a new one every second) are taken along by the next pass. */
int rotate_rewrap(struct pg *pg, struct keys *keys, rotate_progress *progress, void *data,
                  int64_t *ret_n, struct fl_error *err);
/* How many disputes are wrapped and answers sealed under a data key. */
int rotate_count(struct pg *pg, int key_id, int64_t *ret_disputes, int64_t *ret_answers,
                 struct fl_error *err);

#endif
