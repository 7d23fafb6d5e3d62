/* SHA-256 of bytes, by libsodium. Which content a key stands for, which params a request_id stands
 * for. */
#ifndef ENGINE_HASH_H
#define ENGINE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/json.h"

#define HASH_SIZE 32

void hash_bytes(const void *data, size_t len, uint8_t ret[HASH_SIZE]);
/* Of the canonical JSON (RFC 8785) of a tree: the same for every spelling of one document. */
void hash_json(const cJSON *node, uint8_t ret[HASH_SIZE]);

#endif
