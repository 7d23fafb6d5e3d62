/* The key files of an installation, in one folder (0700, files 0600):
 *
 *   data-<id>.key  wraps the keys of disputes and seals kept answers; the highest id is the current one
 *   match.key      keyed hashes that find the same person and the same document; never rotates, or nothing matches
 *   chain.key      the audit chain; never rotates
 *
 * Each holds 64 hex digits. They are the only thing that opens a copy of the database, so they are saved with it and
 * kept apart from it (docs/operations.md). Every process on one database has the same files; which those are stands
 * in key_mark, and a start with others is refused. Thread safe. */
#ifndef ENGINE_KEYS_H
#define ENGINE_KEYS_H

#include "engine/base/json.h"
#include "engine/pg/pg.h"
#include "engine/access/seal.h"

struct config;
struct keys;

/* Reads the folder; `make` makes it and what is missing in it. FL_E_CONFIG with the file's name when a file is
 * missing, damaged or open to others. */
int keys_open(const char *dir, bool make, struct keys **ret, struct fl_error *err);
void keys_close(struct keys *keys); /* NULL is nothing */
/* keys_dir of the configuration, or <state>/keys. The caller frees. */
char *keys_folder(const struct config *config);

/* Compares with key_mark, and marks what is new. FL_E_CONFIG when a key is not the database's. Files are made here
 * when the database has no marks yet: an installation whose keys were lost does not start with fresh ones. */
int keys_settle(const char *dir, struct pg *pg, struct keys **ret, struct fl_error *err);

int keys_current(struct keys *keys);
/* The next data key, on disk and current. *ret_id is its id. */
int keys_add(struct keys *keys, int *ret_id, struct fl_error *err);
/* Deletes the file of a data key for good: what it wraps can be opened no more. */
int keys_destroy(struct keys *keys, int id, struct fl_error *err);
/* Looks at the folder again: a key that another process added becomes current. */
int keys_reload(struct keys *keys, struct fl_error *err);

/* Under the current data key; and with the key that the envelope names. */
void keys_seal(struct keys *keys, const struct seal_place *place, const void *clear, size_t len,
               struct buf *ret, int *ret_key_id);
int keys_unseal(struct keys *keys, const struct seal_place *place, const void *sealed, size_t len,
                struct buf *ret, struct fl_error *err);

/* Keyed hashes for comparing; `what` parts the uses, so that a name never matches a document. */
void keys_match(const struct keys *keys, const char *what, const void *data, size_t len,
                uint8_t ret[SEAL_MAC_SIZE]);
void keys_match_json(const struct keys *keys, const char *what, const cJSON *node,
                     uint8_t ret[SEAL_MAC_SIZE]);

const uint8_t *keys_chain(const struct keys *keys);

#endif
