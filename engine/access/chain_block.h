/* Marks and seals: what chain.c and chain_verify.c have in common. */
#ifndef ENGINE_CHAIN_BLOCK_H
#define ENGINE_CHAIN_BLOCK_H

#include "engine/access/chain.h"

enum { MARK_SIZE = 16, MARKED_COLUMNS = 11 /* of list_unsealed_events.sql, all but xid */ };

/* The mark of an event row: every column, each with its length, so that nothing can be shifted between them. */
void chain_mark(const struct keys *keys, const PGresult *rows, int row, uint8_t ret[MARK_SIZE]);

/* The seal of a block over the one before (NULL: the first). `events` is the array as text, {1,2}. */
void chain_block_seal(const struct keys *keys, const uint8_t *before, int64_t seq,
                      const char *court, const char *events, const void *marks, size_t marks_len,
                      uint8_t ret[SEAL_MAC_SIZE]);

#endif
