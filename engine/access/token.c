/* Tokens made, read, compared; those of an embedded start. */
#include "engine/access/token.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/access/rights.h"
#include "queries.h"

#define PREFIX     "fl1_"
#define PREFIX_LEN 4
#define ID_LEN     16
#define TOKEN_LEN  (TOKEN_SIZE - 1)

void
token_make(char ret[TOKEN_SIZE], char ret_id[TOKEN_ID_SIZE], uint8_t ret_hash[HASH_SIZE])
{
    uint8_t id[ID_LEN / 2], secret[32];
    char secret_hex[2 * sizeof secret + 1];
    randombytes_buf(id, sizeof id);
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(ret_id, TOKEN_ID_SIZE, id, sizeof id);
    sodium_bin2hex(secret_hex, sizeof secret_hex, secret, sizeof secret);
    snprintf(ret, TOKEN_SIZE, PREFIX "%s_%s", ret_id, secret_hex);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(secret_hex, sizeof secret_hex);
    hash_bytes(ret, TOKEN_LEN, ret_hash);
}

void
token_wipe(char token[TOKEN_SIZE])
{
    sodium_memzero(token, TOKEN_SIZE);
}

bool
token_read(const char *text, char ret_id[TOKEN_ID_SIZE])
{
    static const char hex[] = "0123456789abcdef";
    if (strlen(text) != TOKEN_LEN || strncmp(text, PREFIX, PREFIX_LEN) != 0 ||
        strspn(text + PREFIX_LEN, hex) != ID_LEN || text[PREFIX_LEN + ID_LEN] != '_' ||
        strspn(text + PREFIX_LEN + ID_LEN + 1, hex) != 64)
        return false;
    memcpy(ret_id, text + PREFIX_LEN, ID_LEN);
    ret_id[ID_LEN] = 0;
    return true;
}

bool
token_is(const char *text, const uint8_t hash[HASH_SIZE])
{
    uint8_t own[HASH_SIZE];
    hash_bytes(text, strlen(text), own);
    return sodium_memcmp(own, hash, HASH_SIZE) == 0;
}

/* --- the tokens of an embedded start --- */

/* Whether the file holds a token that the database knows; what it holds else is of another database. */
static int
file_is_good(const char *path, struct pg *pg, bool *ret, struct fl_error *err)
{
    char text[TOKEN_SIZE + 1] = "", id[TOKEN_ID_SIZE];
    FILE *file = fopen(path, "re");
    *ret = false;
    if (!file)
        return errno == ENOENT ? 0 : fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[strcspn(text, "\n")] = 0;
    if (n && token_read(text, id)) {
        const struct pg_param key[] = {pg_text(id)};
        PG_AUTO row = NULL;
        if (pg_run(pg, &Q_find_token, key, 1, PG_MAYBE_ROW, &row, err))
            return err->code;
        *ret = PQntuples(row) > 0;
    }
    sodium_memzero(text, sizeof text);
    return 0;
}

/* Readable by its owner only from the first moment on, and whole whenever it is there. */
static int
write_file(const char *path, const char *token, struct fl_error *err)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", path) < 0)
        return fl_fail(err, FL_E_MEMORY, "no memory for a path");
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), rc = 0;
    if (fd < 0 || dprintf(fd, "%s\n", token) < 0 || fsync(fd) != 0 || rename(fresh, path) != 0)
        rc = fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    free(fresh);
    return rc;
}

static int
write_one(const char *dir, const char *role, const char *court, struct pg *pg, struct fl_error *err)
{
    char path[4096], name[64], token[TOKEN_SIZE], id[TOKEN_ID_SIZE];
    uint8_t hash[HASH_SIZE];
    bool good;
    snprintf(path, sizeof path, "%s/%s", dir, role);
    snprintf(name, sizeof name, "local-%s", role);
    if (file_is_good(path, pg, &good, err) || good)
        return good ? 0 : err->code;
    token_make(token, id, hash);
    const struct pg_param params[] = {pg_text(id), pg_bytes(hash, sizeof hash), pg_text(name),
                                      pg_text(role), pg_text(court)};
    int rc = pg_run(pg, &Q_replace_token, params, 5, PG_NONE, NULL, err);
    if (!rc)
        rc = write_file(path, token, err);
    token_wipe(token);
    return rc;
}

int
tokens_write_local(const char *state_dir, const char *court, struct pg *pg, struct fl_error *err)
{
    char dir[3900];
    snprintf(dir, sizeof dir, "%s/tokens", state_dir);
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return fl_fail(err, FL_E_IO, "%s: %s", dir, strerror(errno));
    if (chmod(dir, 0700) != 0)
        return fl_fail(err, FL_E_IO, "%s: %s", dir, strerror(errno));
    for (int role = 0; role < ROLE__COUNT; role++)
        if (write_one(dir, fl_word(&role_names, role), court, pg, err))
            return err->code;
    return 0;
}
