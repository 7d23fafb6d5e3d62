/* Sealing of single values with XChaCha20-Poly1305, keyed hashes with BLAKE2b: the file behind this header and
 * hash.c are the only ones that speak to libsodium.
 *
 * An envelope is version (1 byte) | key id (2) | nonce (24) | ciphertext and tag. Its associated data is its place:
 * table, column, court, row. An envelope that is moved to another place does not open, so nobody who can write to
 * the database can put one person's name or agreement into another's file. Nonces are random: 192 bits make a
 * repetition beyond reach however many values there are (libsodium manual, XChaCha20-Poly1305). */
#ifndef ENGINE_SEAL_H
#define ENGINE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "fenliu/error.h"

enum { SEAL_KEY_SIZE = 32, SEAL_MAC_SIZE = 32, SEAL_OVERHEAD = 1 + 2 + 24 + 16 };

/* Where a sealed value stands. `part` tells several rows of one id apart (side and ordinal of a party). */
struct seal_place {
    const char *table, *column, *court;
    int64_t row;
    int part;
};

/* Appends the envelope of `clear` to ret. */
void seal_put(const uint8_t key[SEAL_KEY_SIZE], int key_id, const struct seal_place *place,
              const void *clear, size_t len, struct buf *ret);
/* Appends the clear bytes. FL_E_INTERNAL when key, place or envelope are not those it was sealed with; the text
 * names the place and nothing of the value. */
int seal_open(const uint8_t key[SEAL_KEY_SIZE], const struct seal_place *place, const void *sealed,
              size_t len, struct buf *ret, struct fl_error *err);
/* The key id of an envelope; -1 when it is none. */
int seal_key_id(const void *sealed, size_t len);

void seal_random(void *ret, size_t len);
void seal_wipe(void *data, size_t len);

/* A keyed hash: nobody without the key can tell whether a guess is right. */
void seal_mac(const uint8_t key[SEAL_KEY_SIZE], const void *data, size_t len,
              uint8_t ret[SEAL_MAC_SIZE]);

#endif
