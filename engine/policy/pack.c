/* Reads the files of a policy pack, from a folder or as they come out of the database, and computes
 * what names it: the SHA-256 over every path, length and content in the order of the paths. */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/policy/policy.h"
#include "fenliu/limits.h"

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct pack_file *)a)->path, ((const struct pack_file *)b)->path);
}

static void
hash_size(crypto_hash_sha256_state *state, size_t n)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)n >> (8 * i));
    crypto_hash_sha256_update(state, bytes, sizeof bytes);
}

int
pack_take(struct pack_file *files, int n_files, struct pack *ret, struct fl_error *err)
{
    if (n_files < 1)
        return fl_fail(err, FL_E_POLICY, "the policy pack has no files");
    qsort(files, (size_t)n_files, sizeof *files, by_path);
    for (int i = 1; i < n_files; i++)
        if (!strcmp(files[i - 1].path, files[i].path))
            return fl_fail(err, FL_E_POLICY, "%s: stands twice in the pack", files[i].path);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (int i = 0; i < n_files; i++) {
        size_t len = strlen(files[i].path);
        hash_size(&state, len);
        crypto_hash_sha256_update(&state, (const unsigned char *)files[i].path, len);
        hash_size(&state, files[i].len);
        crypto_hash_sha256_update(&state, (const unsigned char *)files[i].data, files[i].len);
    }
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&state, digest);
    ret->files = files;
    ret->n_files = n_files;
    sodium_bin2hex(ret->hash, sizeof ret->hash, digest, sizeof digest);
    return 0;
}

void
pack_done(struct pack *pack)
{
    for (int i = 0; i < pack->n_files; i++) {
        free(pack->files[i].path);
        free(pack->files[i].data);
    }
    free(pack->files);
    memset(pack, 0, sizeof *pack);
}

static int
read_file(const char *path, off_t size, struct pack_file *ret, struct fl_error *err)
{
    if (size > FL_MAX_POLICY_FILE)
        return fl_fail(err, FL_E_TOO_LARGE, "%s: larger than %d bytes", path, FL_MAX_POLICY_FILE);
    FILE *in = fopen(path, "rb");
    if (!in)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    char *data = malloc((size_t)size + 1);
    size_t len = data ? fread(data, 1, (size_t)size, in) : 0;
    bool whole = data && len == (size_t)size && fgetc(in) == EOF && !ferror(in);
    fclose(in);
    if (!whole) { /* also when it was being written just now */
        free(data);
        return fl_fail(err, FL_E_IO, "%s: cannot be read", path);
    }
    data[len] = 0;
    ret->data = data;
    ret->len = len;
    return 0;
}

/* Only what the format knows: *.json and *.tsv at the top and rules/ below it. Other files (notes,
 * editors' leftovers) are refused, since a file that counts for nothing would be believed to count.
 */
static bool
belongs(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot != name && (!strcmp(dot, ".json") || !strcmp(dot, ".tsv"));
}

static int
read_folder(const char *dir, const char *below, struct pack *pack, struct fl_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", dir, *below ? "/" : "", below);
    DIR *open_dir = opendir(path);
    if (!open_dir)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    int rc = 0;
    for (struct dirent *entry; !rc && (entry = readdir(open_dir));) {
        struct stat st;
        if (entry->d_name[0] == '.')
            continue;
        char name[512];
        snprintf(name, sizeof name, "%s%s%s", below, *below ? "/" : "", entry->d_name);
        snprintf(path, sizeof path, "%s/%s", dir, name);
        if (stat(path, &st))
            rc = fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
        else if (S_ISDIR(st.st_mode) && !*below && !strcmp(name, "rules"))
            rc = read_folder(dir, name, pack, err);
        else if (!S_ISREG(st.st_mode) || !belongs(entry->d_name))
            rc = fl_fail(err, FL_E_POLICY, "%s: does not belong into a policy pack", path);
        else if (pack->n_files == FL_MAX_POLICY_FILES)
            rc = fl_fail(err, FL_E_TOO_LARGE, "%s: more than %d files", dir, FL_MAX_POLICY_FILES);
        else if (!(rc = read_file(path, st.st_size, &pack->files[pack->n_files], err)))
            pack->files[pack->n_files++].path = strdup(name);
    }
    closedir(open_dir);
    return rc;
}

int
pack_read_dir(const char *dir, struct pack *ret, struct fl_error *err)
{
    memset(ret, 0, sizeof *ret);
    ret->files = calloc(FL_MAX_POLICY_FILES, sizeof *ret->files);
    if (!ret->files)
        return fl_fail(err, FL_E_MEMORY, "no memory for the policy pack");
    int rc = read_folder(dir, "", ret, err);
    if (!rc && !ret->n_files)
        rc = fl_fail(err, FL_E_POLICY, "%s: no policy pack here", dir);
    if (!rc)
        rc = pack_take(ret->files, ret->n_files, ret, err);
    if (rc)
        pack_done(ret);
    return rc;
}
