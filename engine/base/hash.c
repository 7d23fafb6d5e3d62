/* SHA-256 through libsodium. */
#include "engine/base/hash.h"

#include <sodium/crypto_hash_sha256.h>

void
hash_bytes(const void *data, size_t len, uint8_t ret[HASH_SIZE])
{
    crypto_hash_sha256(ret, data, len);
}
