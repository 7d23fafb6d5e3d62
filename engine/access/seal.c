/* Envelopes and keyed hashes through libsodium. */
#include "engine/access/seal.h"

#include <stdlib.h>
#include <string.h>

#include <sodium/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/crypto_generichash.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

enum {
    VERSION = 1,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    HEAD = 1 + 2,
    PLACE_MAX = 256,
    NONCES = 64 /* drawn at once: a system call less for each value */
};
_Static_assert(SEAL_OVERHEAD == HEAD + NONCE + TAG, "the overhead of an envelope");
_Static_assert(SEAL_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the size of a key");

void
seal_random(void *ret, size_t len)
{
    if (sodium_init() < 0)
        abort(); /* no source of randomness: nothing may be sealed */
    randombytes_buf(ret, len);
}

void
seal_wipe(void *data, size_t len)
{
    sodium_memzero(data, len);
}

/* Nonces are no secret, they must only never repeat: a thread draws some in advance. */
static void
put_nonce(uint8_t ret[NONCE])
{
    static _Thread_local uint8_t drawn[NONCES][NONCE];
    static _Thread_local int left;
    if (!left) {
        seal_random(drawn, sizeof drawn);
        left = NONCES;
    }
    memcpy(ret, drawn[--left], NONCE);
}

static size_t
put_text(uint8_t *to, size_t at, const char *text)
{
    size_t len = strlen(text);
    if (at + len + 1 > PLACE_MAX)
        abort();                    /* names of tables and columns, a code of six digits: ours */
    memcpy(to + at, text, len + 1); /* the 0 parts it from the next */
    return at + len + 1;
}

static size_t
write_place(const struct seal_place *place, uint8_t to[PLACE_MAX + 16])
{
    size_t n = put_text(to, 0, place->table);
    n = put_text(to, n, place->column);
    n = put_text(to, n, place->court);
    for (int shift = 56; shift >= 0; shift -= 8)
        to[n++] = (uint8_t)((uint64_t)place->row >> shift);
    for (int shift = 24; shift >= 0; shift -= 8)
        to[n++] = (uint8_t)((uint32_t)place->part >> shift);
    return n;
}

void
seal_put(const uint8_t key[SEAL_KEY_SIZE], int key_id, const struct seal_place *place,
         const void *clear, size_t len, struct buf *ret)
{
    uint8_t about[PLACE_MAX + 16],
        head[HEAD + NONCE] = {VERSION, (uint8_t)(key_id >> 8), (uint8_t)key_id};
    uint8_t small[1024], *to = len + TAG <= sizeof small ? small : malloc(len + TAG);
    unsigned long long n;
    if (!to)
        abort();
    put_nonce(head + HEAD);
    crypto_aead_xchacha20poly1305_ietf_encrypt(to, &n, clear, len, about, write_place(place, about),
                                               NULL, head + HEAD, key);
    buf_put(ret, head, sizeof head);
    buf_put(ret, to, (size_t)n);
    if (to != small)
        free(to);
}

int
seal_key_id(const void *sealed, size_t len)
{
    const uint8_t *head = sealed;
    return !head || len < SEAL_OVERHEAD || head[0] != VERSION ? -1 : head[1] << 8 | head[2];
}

int
seal_open(const uint8_t key[SEAL_KEY_SIZE], const struct seal_place *place, const void *sealed,
          size_t len, struct buf *ret, struct fl_error *err)
{
    const uint8_t *from = sealed;
    uint8_t about[PLACE_MAX + 16];
    unsigned long long n = 0;
    uint8_t *to = seal_key_id(sealed, len) < 0 ? NULL : malloc(len);
    if (!to || crypto_aead_xchacha20poly1305_ietf_decrypt(
                   to, &n, NULL, from + HEAD + NONCE, len - HEAD - NONCE, about,
                   write_place(place, about), from + HEAD, key)) {
        free(to);
        return fl_fail(
            err, FL_E_INTERNAL,
            "%s.%s of row %lld does not open: it was altered or moved, or the key is another's",
            place->table, place->column, (long long)place->row);
    }
    buf_put(ret, to, (size_t)n);
    seal_wipe(to, len);
    free(to);
    return 0;
}

void
seal_mac(const uint8_t key[SEAL_KEY_SIZE], const void *data, size_t len, uint8_t ret[SEAL_MAC_SIZE])
{
    crypto_generichash(ret, SEAL_MAC_SIZE, data, len, key, SEAL_KEY_SIZE);
}
