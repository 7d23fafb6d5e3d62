/* SHA-256 through libsodium, and of canonical JSON. */
#include "engine/base/hash.h"

#include <sodium/crypto_hash_sha256.h>

void
hash_bytes(const void *data, size_t len, uint8_t ret[HASH_SIZE])
{
    crypto_hash_sha256(ret, data, len);
}

void
hash_json(const cJSON *node, uint8_t ret[HASH_SIZE])
{
    struct buf buf = {0};
    json_canonical(node, &buf);
    hash_bytes(buf.data, buf.len, ret);
    buf_done(&buf);
}
