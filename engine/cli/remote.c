/* Calling fenliud from a command. */
#include "engine/cli/remote.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "engine/config.h"
#include "engine/base/lang.h"
#include "engine/access/rights.h"

/* FENLIU_UNION_URL */
static const char *
url_variable(const char *name)
{
    char variable[80] = "FENLIU_";
    size_t n = strlen(variable);

    for (; *name && n < sizeof variable - sizeof "_URL"; name++)
        variable[n++] = (char)toupper((unsigned char)*name);
    strcpy(variable + n, "_URL");
    return getenv(variable);
}

const char *
remote_url_given(const struct remote *remote, const char *name)
{
    const char *own, *all = getenv("FENLIU_URL");

    if (!endpoint_bit(name))
        return NULL;
    own = url_variable(name);
    return remote->url ? remote->url : own && *own ? own : all && *all ? all : NULL;
}

const char *
remote_url(const struct remote *remote, const char *name)
{
    const char *given = remote_url_given(remote, name);
    const struct fl_adapter *adapter = endpoint_adapter((enum endpoint)endpoint_bit(name));

    return given ? given : adapter ? adapter->url : endpoint_bit(name) ? FL_URL_INTAKE : NULL;
}

int
remote_check_url(const char *url, struct fl_error *err)
{
    if (strstr(url, "://"))
        return 0;
    return fl_fail(err, FL_E_USAGE,
                   say("地址“%s”没有写明协议：应为 tcp://%s（或 tls+tcp://、ipc://）",
                       "the address \"%s\" names no protocol: write tcp://%s (or tls+tcp://, "
                       "ipc://)"),
                   url, url);
}

static int
token_read_file(const char *path, FILE *file, char **ret, struct fl_error *err)
{
    char text[1026];
    size_t n = fread(text, 1, sizeof text - 1, file);

    fclose(file);
    while (n && isspace((unsigned char)text[n - 1]))
        n--;
    text[n] = 0;
    if (!n || strlen(text) != n || n > 1024)
        return fl_fail(err, FL_E_IO, "%s: holds no token", path);
    *ret = strdup(text);
    return *ret ? 0 : fl_fail(err, FL_E_MEMORY, "no memory for a token");
}

/* The file of the first role that may, of those that are there. None is no fault: the daemon will say what it needs. */
static int
token_of_state(const char *state, const struct right *right, char **ret, struct fl_error *err)
{
    struct config config;
    char *dir, path[4096];
    int code = 0;

    config_init(&config);
    dir = state ? strdup(state) : config_state_dir(&config);
    config_done(&config);
    for (int role = 0; dir && right && role < ROLE__COUNT && !*ret && !code; role++) {
        FILE *file;

        if (!(right->roles & (1u << role)))
            continue;
        snprintf(path, sizeof path, "%s/tokens/%s", dir, fl_word(&role_names, role));
        file = fopen(path, "re");
        if (file)
            code = token_read_file(path, file, ret, err);
        else if (errno == EACCES)
            code = fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    }
    free(dir);
    return code;
}

int
remote_token(const struct remote *remote, const char *name, const char *method, char **ret,
             struct fl_error *err)
{
    const char *path = remote->token_file ? remote->token_file : getenv("FENLIU_TOKEN_FILE");
    FILE *file;

    *ret = NULL;
    if (!path || !*path)
        return token_of_state(remote->state, right_find(method, (enum endpoint)endpoint_bit(name)),
                              ret, err);
    file = fopen(path, "re");
    if (!file)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return token_read_file(path, file, ret, err);
}

struct fl_tls
remote_tls(const struct remote *remote)
{
    const struct fl_tls *given = &remote->tls;
    struct fl_tls tls = {given->ca ? given->ca : getenv("FENLIU_TLS_CA"),
                         given->cert ? given->cert : getenv("FENLIU_TLS_CERT"),
                         given->key ? given->key : getenv("FENLIU_TLS_KEY")};

    return tls;
}

int
remote_open(struct remote *remote, const char *name, const char *method, int timeout_ms,
            struct fl_error *err)
{
    const char *url = remote_url(remote, name);
    const struct fl_tls tls = remote_tls(remote);
    int code;

    if (!url)
        return fl_fail(err, FL_E_USAGE, "%s: %s",
                       say("没有这个工作台（triage、court、mediation、arbitration、union）",
                           "no such desk (triage, court, mediation, arbitration, union)"),
                       name);
    code = remote_check_url(url, err);
    if (!code) /* the token last: a server that is starting makes it before it listens */
        code = fl_client_open_tls(url, &tls, timeout_ms, &remote->client, err);
    if (!code)
        code = remote_token(remote, name, method, &remote->token, err);
    if (!code)
        fl_client_set_token(remote->client, remote->token);
    return code;
}

void
remote_close(struct remote *remote)
{
    fl_client_close(remote->client);
    remote->client = NULL;
    free(remote->token);
    remote->token = NULL;
}

int
remote_answer(struct remote *remote, const char *command, const char *as, const char *method,
              struct buf *params, remote_show *show)
{
    struct fl_error err = {0};
    struct buf out = {0};
    JSON_AUTO answer = NULL;
    int code = remote_open(remote, "intake", as, REMOTE_TIMEOUT_MS, &err);
    if (!code)
        code = remote_call(remote, method, params, &answer, &err);
    if (code) {
        code = command_failed(command, &err);
    } else {
        if (remote->json)
            remote_print_json(answer);
        else
            show(&out, answer);
        fputs(out.data ? out.data : "", stdout);
        code = command_done(command, EXIT_DONE);
    }
    remote_close(remote);
    buf_done(params);
    buf_done(&out);
    return code;
}

void
random_id(char ret[33])
{
    unsigned char bytes[16];

    if (getentropy(bytes, sizeof bytes))
        abort();
    for (int i = 0; i < 16; i++)
        snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
}

bool
is_id(const char *text)
{
    size_t n = strspn(text, "0123456789");

    return n > 0 && n < 19 && !text[n] && text[0] != '0';
}

void
remote_params(const struct remote *remote, bool changes, struct buf *params)
{
    char id[33];

    json_object(params);
    if (remote->court)
        json_put_text(params, "court", remote->court);
    if (changes) {
        random_id(id);
        json_put_text(params, "request_id", id);
    }
}

int
remote_call(struct remote *remote, const char *method, struct buf *params, cJSON **ret,
            struct fl_error *err)
{
    const char *result;
    int code;

    json_object_end(params);
    code = fl_client_call(remote->client, method, params->data, &result, err);
    return code ? code : json_parse(result, strlen(result), ret, err);
}

static void
new_line(struct buf *buf, int depth)
{
    buf_print(buf, "\n%*s", 2 * depth, "");
}

/* Compact JSON with line breaks and indents put in; what stands in quotes stays as it is. */
static void
indent(const char *json, struct buf *buf)
{
    bool quoted = false;
    int depth = 0;

    for (const char *c = json; *c; c++) {
        bool open = !quoted && strchr("{[", *c), close = !quoted && strchr("}]", *c);
        bool empty = (open && strchr("}]", c[1])) || (close && c > json && strchr("{[", c[-1]));

        if (quoted && *c == '\\' && c[1])
            buf_char(buf, *c++);
        else if (*c == '"')
            quoted = !quoted;
        if (close && (depth--, !empty))
            new_line(buf, depth);
        buf_char(buf, *c);
        if (!quoted && *c == ':')
            buf_char(buf, ' ');
        if (open && (depth++, !empty))
            new_line(buf, depth);
        if (!quoted && *c == ',')
            new_line(buf, depth);
    }
}

void
remote_print_json(const cJSON *node)
{
    struct buf compact = {0}, pretty = {0};

    json_write(node, &compact);
    indent(compact.data, &pretty);
    puts(pretty.data);
    buf_done(&compact);
    buf_done(&pretty);
}
