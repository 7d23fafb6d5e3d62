/* The file of claims: read whole, written whole beside and renamed, one writer at a time. */
#include "engine/cli/claims.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/lang.h"

enum { LARGEST_FILE = 4 * 1024 * 1024 };

/* Whether a file of this user lies there or can be made: another's is not replaced. */
static bool
is_ours(const char *folder, const char *path)
{
    return access(folder, W_OK | X_OK) == 0 &&
           (access(path, F_OK) || access(path, R_OK | W_OK) == 0);
}

/* The file <name> beside the tokens of the server on this machine, else in the state folder of the
 * user; false without a home. */
static bool
path_of(const char *name, char *ret, size_t size)
{
    const char *own = getenv("FENLIU_STATE"), *state = getenv("XDG_STATE_HOME"),
               *home = getenv("HOME");
    int n;

    if (own && own[0] == '/') {
        n = snprintf(ret, size, "%s/%s", own, name);
        if (n > 0 && (size_t)n < size && is_ours(own, ret))
            return true;
    }
    if (state && state[0] == '/')
        n = snprintf(ret, size, "%s/fenliu/%s", state, name);
    else if (home && home[0] == '/')
        n = snprintf(ret, size, "%s/.local/state/fenliu/%s", home, name);
    else
        return false;
    return n > 0 && (size_t)n < size;
}

static void
make_folders(const char *path)
{
    char folder[4096];

    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(folder, 0700);
        *slash = '/';
    }
}

static cJSON *
file_read(const char *path)
{
    struct buf text = {0};
    cJSON *doc = NULL;
    FILE *file = fopen(path, "re");
    char piece[4096];
    size_t n;

    while (file && text.len < LARGEST_FILE && (n = fread(piece, 1, sizeof piece, file)))
        buf_put(&text, piece, n);
    if (file)
        fclose(file);
    if (text.len && !json_parse(text.data, text.len, &doc, NULL) && !cJSON_IsObject(doc)) {
        cJSON_Delete(doc);
        doc = NULL;
    }
    buf_done(&text);
    return doc;
}

/* Whether a row is of this referral, whole, and of the desk and the server that are asked for. */
static bool
row_fits(const cJSON *row, const struct remote *remote, const char *desk, const char *referral)
{
    const char *id = json_str(json_get(row, "referral_id")), *at = json_str(json_get(row, "desk")),
               *url = json_str(json_get(row, "url")), *given;

    if (!id || !at || !url || !json_str(json_get(row, "claim")) || strcmp(id, referral) != 0 ||
        (desk && strcmp(desk, at) != 0))
        return false;
    given = remote_url_given(remote, at);
    return !given || strcmp(given, url) == 0;
}

bool
claims_get(const struct remote *remote, const char *desk, const char *referral, struct held *ret)
{
    char path[4096];
    const cJSON *found = NULL;
    bool standard = false;

    memset(ret, 0, sizeof *ret);
    if (!path_of("claims.json", path, sizeof path) || !(ret->doc = file_read(path)))
        return false;
    for (const cJSON *row = ret->doc->child; row; row = row->next) {
        if (!row_fits(row, remote, desk, referral))
            continue;
        ret->servers++;
        if (standard)
            continue;
        found = row;
        standard = strcmp(remote_url(remote, json_str(json_get(row, "desk"))),
                          json_str(json_get(row, "url"))) == 0;
    }
    if (!found || (ret->servers > 1 && !standard))
        return false;
    ret->claim = json_str(json_get(found, "claim"));
    ret->desk = json_str(json_get(found, "desk"));
    ret->url = json_str(json_get(found, "url"));
    return true;
}

void
claims_done(struct held *held)
{
    cJSON_Delete(held->doc);
    memset(held, 0, sizeof *held);
}

/* The old rows but this one, and this one anew unless it is forgotten. */
static void
rows_write(const cJSON *old, const char *url, const char *referral, const char *claim,
           const char *desk, struct buf *buf)
{
    struct buf name = {0};

    buf_print(&name, "%s %s", url, referral);
    json_object(buf);
    for (const cJSON *row = old ? old->child : NULL; row; row = row->next) {
        if (strcmp(row->string, name.data) == 0)
            continue;
        json_key(buf, row->string);
        json_write(row, buf);
    }
    if (claim) {
        json_key(buf, name.data);
        json_object(buf);
        json_put_text(buf, "referral_id", referral);
        json_put_text(buf, "claim", claim);
        json_put_text(buf, "desk", desk);
        json_put_text(buf, "url", url);
        json_object_end(buf);
    }
    json_object_end(buf);
    buf_char(buf, '\n');
    buf_done(&name);
}

static int
file_write(const char *path, const struct buf *text)
{
    char beside[4200];
    int fd, rc;

    snprintf(beside, sizeof beside, "%s.new", path);
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return -1;
    rc = write(fd, text->data, text->len) == (ssize_t)text->len ? 0 : -1;
    if (close(fd) || rc)
        return -1;
    return rename(beside, path);
}

void
claims_put(const char *url, const char *referral, const char *claim, const char *desk)
{
    char path[4096], lock[4096];
    struct buf text = {0};
    cJSON *old;
    int fd;

    if (!path_of("claims.json", path, sizeof path) || !path_of("claims.lock", lock, sizeof lock))
        return;
    make_folders(path);
    fd = open(lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        flock(fd, LOCK_EX);
    old = file_read(path);
    rows_write(old, url, referral, claim, desk, &text);
    if (fd < 0 || file_write(path, &text))
        fprintf(stderr, "%s: %s: %s\n", path, say("未能记住凭证", "the claim is not remembered"),
                strerror(errno));
    if (fd >= 0)
        close(fd);
    cJSON_Delete(old);
    buf_done(&text);
}
