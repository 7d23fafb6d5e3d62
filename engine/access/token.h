/* What a caller shows to say who it is: "fl1_", 16 hex digits that name the row, "_", 64 hex digits of secret.
 *
 * The secret has 256 random bits, so a plain SHA-256 of the whole text is kept: there is nothing to guess that a
 * slow hash would protect, and a check costs a microsecond. The prefix lets scanners find a token that was
 * committed or mailed by mistake. */
#ifndef ENGINE_TOKEN_H
#define ENGINE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/hash.h"
#include "engine/pg/pg.h"

#define TOKEN_ID_SIZE (16 + 1)
#define TOKEN_SIZE    (4 + 16 + 1 + 64 + 1)

/* A fresh token, its id and what is stored of it. Wipe the text when it has been shown. */
void token_make(char ret[TOKEN_SIZE], char ret_id[TOKEN_ID_SIZE], uint8_t ret_hash[HASH_SIZE]);
void token_wipe(char token[TOKEN_SIZE]);

/* The id of a text that has the shape of a token; false for any other text. */
bool token_read(const char *text, char ret_id[TOKEN_ID_SIZE]);

/* Whether the text is the one that was hashed; takes the same time wherever they differ. */
bool token_is(const char *text, const uint8_t hash[HASH_SIZE]);

/* An embedded database belongs to whoever owns the state folder: one token per role, for one court, in
 * <state>/tokens/<role> (0600 in a folder 0700), unless a file is there whose token the database knows. */
int tokens_write_local(const char *state_dir, const char *court, struct pg *pg,
                       struct fl_error *err);

#endif
