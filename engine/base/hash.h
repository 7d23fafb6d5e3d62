/* SHA-256 of bytes, by libsodium. */
#ifndef ENGINE_HASH_H
#define ENGINE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_SIZE 32

void hash_bytes(const void *data, size_t len, uint8_t ret[HASH_SIZE]);

#endif
