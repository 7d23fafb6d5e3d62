/* Key files: made once, read at start and when another process has added one. */
#include "engine/access/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/config.h"
#include "engine/base/lang.h"
#include "queries.h"

enum { HEX = 2 * SEAL_KEY_SIZE, DATA_MAX = 1000, HIGHEST_ID = 32767 };

struct data_key {
    int id;
    uint8_t key[SEAL_KEY_SIZE];
};

struct keys {
    char dir[PATH_MAX - 64];
    uint8_t match[SEAL_KEY_SIZE], chain[SEAL_KEY_SIZE];
    pthread_rwlock_t lock;          /* of what follows */
    struct data_key data[DATA_MAX]; /* by id */
    int n_data;
};

/* --- one file --- */

static int
fail_file(const char *path, const char *why, struct fl_error *err)
{
    return fl_fail(err, FL_E_CONFIG, say("密钥文件%s：%s", "key file %s: %s"), path, why);
}

static int
hex_digit(char c)
{
    const char *at = c ? strchr("0123456789abcdef", c) : NULL;
    return at ? (int)(at - "0123456789abcdef") : -1;
}

static int
read_key(const char *path, uint8_t ret[SEAL_KEY_SIZE], struct fl_error *err)
{
    char text[HEX + 2] = "";
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return fail_file(path, strerror(errno), err);
    ssize_t n = fstat(fd, &st) ? -1 : read(fd, text, sizeof text - 1);
    close(fd);
    if (n >= 0 && (st.st_mode & 077))
        return fail_file(
            path, say("其他用户可读取，须为0600", "others may read it: it must be 0600"), err);
    bool sound = n == HEX + 1 && text[HEX] == '\n';
    for (int i = 0; sound && i < SEAL_KEY_SIZE; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        sound = high >= 0 && low >= 0;
        ret[i] = (uint8_t)(high << 4 | low);
    }
    seal_wipe(text, sizeof text);
    return sound ? 0
                 : fail_file(path, say("不是64位十六进制数", "does not hold 64 hex digits"), err);
}

static void
give_to_owner_of(const char *dir, int fd)
{
    struct stat st;
    if (geteuid() == 0 && !stat(dir, &st) && st.st_uid != 0 && fchown(fd, st.st_uid, st.st_gid))
        return; /* it stays root's: readable for root, which is who we are */
}

/* Never over another: link() fails when the name is taken, and then that file counts. */
static int
make_key(const char *dir, const char *path, struct fl_error *err)
{
    uint8_t key[SEAL_KEY_SIZE];
    char text[HEX + 2], fresh[PATH_MAX];
    seal_random(key, sizeof key);
    for (int i = 0; i < SEAL_KEY_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", key[i]);
    text[HEX] = '\n';
    snprintf(fresh, sizeof fresh, "%s/.new-%d", dir, (int)getpid());
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool kept = fd >= 0 && write(fd, text, HEX + 1) == HEX + 1 && !fsync(fd);
    if (fd >= 0)
        give_to_owner_of(dir, fd);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (kept && link(fresh, path) && errno != EEXIST) {
        why = errno;
        kept = false;
    }
    unlink(fresh);
    seal_wipe(key, sizeof key);
    seal_wipe(text, sizeof text);
    int folder =
        open(dir, O_RDONLY | O_CLOEXEC); /* the name is as durable as the data sealed under it */
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return kept ? 0 : fail_file(path, strerror(why), err);
}

static int
take_key(const struct keys *keys, const char *name, bool make, uint8_t ret[SEAL_KEY_SIZE],
         struct fl_error *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", keys->dir, name);
    if (make && access(path, F_OK) && make_key(keys->dir, path, err))
        return err->code;
    return read_key(path, ret, err);
}

/* --- the folder --- */

static int
by_id(const void *a, const void *b)
{
    return ((const struct data_key *)a)->id - ((const struct data_key *)b)->id;
}

/* data-<id>.key → id; 0: another file. */
static int
data_id(const char *name)
{
    int id = 0, used = 0;
    char again[40];
    if (sscanf(name, "data-%5d.key%n", &id, &used) != 1 || id < 1 || id > HIGHEST_ID)
        return 0;
    snprintf(again, sizeof again, "data-%d.key", id);
    return strcmp(name, again) == 0 ? id : 0;
}

static int
read_data_keys(struct keys *keys, struct data_key *ret, int *ret_n, struct fl_error *err)
{
    DIR *dir = opendir(keys->dir);
    int n = 0, code = dir ? 0 : fail_file(keys->dir, strerror(errno), err);
    for (struct dirent *e; !code && n < DATA_MAX && (e = readdir(dir));) {
        if (!(ret[n].id = data_id(e->d_name)))
            continue;
        code = take_key(keys, e->d_name, false, ret[n].key, err);
        n++;
    }
    if (dir)
        closedir(dir);
    qsort(ret, (size_t)n, sizeof *ret, by_id);
    *ret_n = n;
    return code;
}

int
keys_reload(struct keys *keys, struct fl_error *err)
{
    struct data_key *fresh = calloc(DATA_MAX, sizeof *fresh);
    int n, code = fresh ? read_data_keys(keys, fresh, &n, err)
                        : fl_fail(err, FL_E_MEMORY, "no memory for keys");
    if (!code && n == 0)
        code = fail_file(keys->dir, say("没有数据密钥", "holds no data key"), err);
    if (!code) {
        pthread_rwlock_wrlock(&keys->lock);
        memcpy(keys->data, fresh, sizeof keys->data);
        keys->n_data = n;
        pthread_rwlock_unlock(&keys->lock);
    }
    if (fresh)
        seal_wipe(fresh, DATA_MAX * sizeof *fresh);
    free(fresh);
    return code;
}

static int
open_folder(struct keys *keys, bool make, struct fl_error *err)
{
    struct stat st;
    for (char *slash = keys->dir; make && (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        mkdir(keys->dir, 0755);
        *slash = '/';
    }
    if (make && !mkdir(keys->dir, 0700)) {
        char parent[PATH_MAX];
        snprintf(parent, sizeof parent, "%s/..", keys->dir);
        int fd = open(keys->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            give_to_owner_of(parent, fd);
            close(fd);
        }
    }
    if (stat(keys->dir, &st))
        return fail_file(keys->dir, strerror(errno), err);
    if (st.st_mode & 077)
        return fail_file(keys->dir,
                         say("其他用户可进入，须为0700", "others may enter it: it must be 0700"),
                         err);
    uint8_t first[SEAL_KEY_SIZE];
    int n;
    if (take_key(keys, "match.key", make, keys->match, err) ||
        take_key(keys, "chain.key", make, keys->chain, err) ||
        read_data_keys(keys, keys->data, &n, err) ||
        (n == 0 && take_key(keys, "data-1.key", make, first, err)))
        return err->code;
    seal_wipe(first, sizeof first);
    return keys_reload(keys, err);
}

int
keys_open(const char *dir, bool make, struct keys **ret, struct fl_error *err)
{
    struct fl_error own = {0};
    struct keys *keys = calloc(1, sizeof *keys);
    if (!keys)
        return fl_fail(err, FL_E_MEMORY, "no memory for keys");
    pthread_rwlock_init(&keys->lock, NULL);
    snprintf(keys->dir, sizeof keys->dir, "%s", dir);
    if (open_folder(keys, make, &own)) {
        keys_close(keys);
        if (err)
            *err = own;
        return own.code;
    }
    *ret = keys;
    return 0;
}

void
keys_close(struct keys *keys)
{
    if (!keys)
        return;
    pthread_rwlock_destroy(&keys->lock);
    seal_wipe(keys, sizeof *keys);
    free(keys);
}

char *
keys_folder(const struct config *config)
{
    char *state = config_state_dir(config), *dir = NULL;
    if (config->keys_dir && *config->keys_dir)
        dir = strdup(config->keys_dir);
    else if (asprintf(&dir, "%s/keys", state) < 0)
        dir = NULL;
    free(state);
    if (!dir)
        abort();
    return dir;
}

int
keys_add(struct keys *keys, int *ret_id, struct fl_error *err)
{
    char path[PATH_MAX];
    int id = keys_current(keys) + 1;
    if (id > HIGHEST_ID || keys->n_data == DATA_MAX)
        return fl_fail(err, FL_E_CONFLICT,
                       "there are as many data keys as there can be: destroy old ones");
    snprintf(path, sizeof path, "%s/data-%d.key", keys->dir, id);
    if (make_key(keys->dir, path, err) || keys_reload(keys, err))
        return err->code;
    *ret_id = id;
    return 0;
}

int
keys_destroy(struct keys *keys, int id, struct fl_error *err)
{
    static const char zeros[HEX + 1];
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/data-%d.key", keys->dir, id);
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    bool gone = fd >= 0 && write(fd, zeros, sizeof zeros) == (ssize_t)sizeof zeros && !fsync(fd) &&
                !unlink(path);
    int why = errno;
    if (fd >= 0)
        close(fd);
    return gone ? keys_reload(keys, err) : fail_file(path, strerror(why), err);
}

/* --- use --- */

int
keys_current(struct keys *keys)
{
    pthread_rwlock_rdlock(&keys->lock);
    int id = keys->data[keys->n_data - 1].id;
    pthread_rwlock_unlock(&keys->lock);
    return id;
}

void
keys_seal(struct keys *keys, const struct seal_place *place, const void *clear, size_t len,
          struct buf *ret, int *ret_key_id)
{
    pthread_rwlock_rdlock(&keys->lock);
    const struct data_key *key = &keys->data[keys->n_data - 1];
    seal_put(key->key, key->id, place, clear, len, ret);
    if (ret_key_id)
        *ret_key_id = key->id;
    pthread_rwlock_unlock(&keys->lock);
}

static bool
find_key(struct keys *keys, int id, struct data_key *ret)
{
    const struct data_key wanted = {.id = id};
    pthread_rwlock_rdlock(&keys->lock);
    const struct data_key *found =
        bsearch(&wanted, keys->data, (size_t)keys->n_data, sizeof wanted, by_id);
    if (found)
        *ret = *found;
    pthread_rwlock_unlock(&keys->lock);
    return found != NULL;
}

int
keys_unseal(struct keys *keys, const struct seal_place *place, const void *sealed, size_t len,
            struct buf *ret, struct fl_error *err)
{
    struct data_key key;
    int id = seal_key_id(sealed, len);
    if (id > 0 && !find_key(keys, id, &key) &&
        (keys_reload(keys, err) || !find_key(keys, id, &key)))
        return fl_fail(err, FL_E_INTERNAL,
                       "%s.%s of row %lld is sealed under data key %d, which is not here",
                       place->table, place->column, (long long)place->row, id);
    int code = seal_open(key.key, place, sealed, id > 0 ? len : 0, ret, err);
    seal_wipe(&key, sizeof key);
    return code;
}

void
keys_match(const struct keys *keys, const char *what, const void *data, size_t len,
           uint8_t ret[SEAL_MAC_SIZE])
{
    struct buf text = {0};
    buf_put(&text, what, strlen(what) + 1);
    buf_put(&text, data, len);
    seal_mac(keys->match, text.data, text.len, ret);
    buf_done(&text);
}

void
keys_match_json(const struct keys *keys, const char *what, const cJSON *node,
                uint8_t ret[SEAL_MAC_SIZE])
{
    struct buf text = {0};
    buf_put(&text, what, strlen(what) + 1);
    json_canonical(node, &text);
    seal_mac(keys->match, text.data, text.len, ret);
    buf_done(&text);
}

const uint8_t *
keys_chain(const struct keys *keys)
{
    return keys->chain;
}

/* --- whose keys --- */

static int
settle_one(struct pg *pg, const char *name, const uint8_t key[SEAL_KEY_SIZE], struct fl_error *err)
{
    static const char mark_of[] = "fenliu key mark";
    uint8_t mark[SEAL_MAC_SIZE];
    PG_AUTO row = NULL;
    seal_mac(key, mark_of, sizeof mark_of, mark);
    const struct pg_param params[] = {pg_text(name), pg_bytes(mark, sizeof mark)};
    if (pg_run(pg, &Q_put_key_mark, params, 2, PG_ROW, &row, err))
        return err->code;
    if (!pg_get_bool(row, 0, 0))
        return fl_fail(err, FL_E_CONFIG,
                       say("密钥%s不是此数据库的密钥：请从备份恢复密钥目录",
                           "the key %s is not the one of this database: bring the folder of keys "
                           "back from the "
                           "backup"),
                       name);
    return 0;
}

int
keys_settle(const char *dir, struct pg *pg, struct keys **ret, struct fl_error *err)
{
    PG_AUTO marks = NULL;
    if (pg_run(pg, &Q_count_key_marks, NULL, 0, PG_ROW, &marks, err) ||
        keys_open(dir, pg_get_int(marks, 0, 0) == 0, ret, err))
        return err->code;
    struct keys *keys = *ret;
    int code = settle_one(pg, "match", keys->match, err);
    if (!code)
        code = settle_one(pg, "chain", keys->chain, err);
    for (int i = 0; !code && i < keys->n_data; i++) {
        char name[32];
        snprintf(name, sizeof name, "data-%d", keys->data[i].id);
        code = settle_one(pg, name, keys->data[i].key, err);
    }
    if (code) {
        keys_close(keys);
        *ret = NULL;
    }
    return code;
}
