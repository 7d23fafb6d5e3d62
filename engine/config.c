/* The configuration: rows of CONFIG_KEYS, read from an INI file by libinih, overlaid by -o
 * key=value. */
#include "engine/config.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/lang.h"
#include "engine/base/must.h"

#define LINE_MAX_BYTES 190 /* libinih cuts a line at 200: longer ones are refused instead */

enum type { TEXT, INT, BOOL };

struct key {
    const char *name;
    enum type type;
    const char *def;
    int64_t min, max;
    bool reload;
    const char *en, *zh;
    size_t at;
};
static const struct key fixed[] = {
#define X(member, type, def, min, max, reload, en, zh)                                             \
    {#member, type, def, min, max, reload, en, zh, offsetof(struct config, member)},
    CONFIG_KEYS(X)
#undef X
};
/* The keys that each channel adds; %s is its name, its desk or its system. */
static const struct channel_key {
    const char *name, *en, *zh;
    size_t at; /* of struct config: an array by channel */
    bool desk; /* else of its system, and only where others than clerks work */
} channel_keys[] = {
    {.name = "desk_%s",
     .en = "REP endpoint of the %s",
     .zh = "%s端点",
     .at = offsetof(struct config,                               desk),
     .desk = true},
    {.name = "deliver_%s",
     .en = "where referrals are delivered to: the %s; empty: they are pulled",
     .zh = "派件送达地址：%s；空则由其自行领取",
     .at = offsetof(struct config, deliver)                                     },
    {.name = "deliver_%s_token",
     .en = "file with the token that is shown to the %s",
     .zh = "送达时向%s出示的令牌文件",
     .at = offsetof(struct config,                deliver_token)                                     },
};
enum {
    N_FIXED = sizeof fixed / sizeof *fixed,
    N_CHANNEL = sizeof channel_keys / sizeof *channel_keys,
    MAX_KEYS = N_FIXED + N_CHANNEL * FL_MAX_CHANNELS
};

/* All of them: those of the channels stand after events. */
static struct key keys[MAX_KEYS];
static size_t n_keys;
static struct channel_text {
    char name[64], en[200], zh[200];
} channel_texts[N_CHANNEL][FL_MAX_CHANNELS];

static char *
fill(char *to, size_t size, const char *format, const char *word)
{
    const char *gap = strstr(format, "%s");
    snprintf(to, size, "%.*s%s%s", (int)(gap - format), format, word, gap + 2);
    return to;
}

static void
add_key(const struct channel_key *row, const struct fl_adapter *adapter)
{
    struct channel_text *text = &channel_texts[row - channel_keys][adapter->channel];
    keys[n_keys++] = (struct key){
        .name = fill(text->name, sizeof text->name, row->name, adapter->name),
        .type = TEXT,
        .def = row->desk ? adapter->url : "",
        .en = fill(text->en, sizeof text->en, row->en,
                   row->desk ? adapter->desk_en : adapter->system_en),
        .zh = fill(text->zh, sizeof text->zh, row->zh,
                   row->desk ? adapter->desk_zh : adapter->system_zh),
        .at = row->at + (size_t)adapter->channel * sizeof(char *),
    };
}

static void
make_keys(void)
{
    for (size_t i = 0; i < N_FIXED; i++) {
        keys[n_keys++] = fixed[i];
        for (size_t c = 0; c < N_CHANNEL && !strcmp(fixed[i].name, "events"); c++)
            for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
                if (channel_keys[c].desk || !(*a)->clerks_only)
                    add_key(&channel_keys[c], *a);
    }
}

static size_t
key_count(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_keys);
    return n_keys;
}

/* Keys whose text is one of a few words. */
static const struct {
    const char *key, *words[5];
} choices[] = {
    {"access",    {"tokens", "open"}                },
    {"clock",     {"system", "manual"}              },
    {"mediators", {"any", "registered"}             },
    {"log_level", {"error", "warn", "info", "debug"}},
};

static const struct key *
find(const char *name)
{
    for (size_t i = 0; i < key_count(); i++)
        if (!strcmp(keys[i].name, name))
            return &keys[i];
    return NULL;
}

static int fail_key(struct fl_error *err, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static int
fail_key(struct fl_error *err, const char *key, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return fl_fail(err, FL_E_CONFIG, "%s: %s", key, text);
}

static int
set_text(char **member, const struct key *key, const char *value, struct fl_error *err)
{
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(choices[i].key, key->name) != 0)
            continue;
        bool known = false;
        for (int w = 0; choices[i].words[w]; w++)
            known |= !strcmp(choices[i].words[w], value);
        if (!known)
            return fail_key(err, key->name, say("不允许的值：%s（%s）", "must not be %s: %s"),
                            value, say(key->zh, key->en));
    }
    free(*member);
    *member = must_copy(value);
    return 0;
}

static int
set_int(int64_t *member, const struct key *key, const char *value, struct fl_error *err)
{
    char *end;
    errno = 0;
    long long n = strtoll(value, &end, 10);
    if (errno || end == value || *end || !(isdigit((unsigned char)*value) || *value == '-'))
        return fail_key(err, key->name, say("应为整数，而不是%s", "must be an integer, not %s"),
                        value);
    if (n < key->min || n > key->max)
        return fail_key(err, key->name,
                        say("%lld超出范围%lld至%lld", "%lld is outside %lld to %lld"), n,
                        (long long)key->min, (long long)key->max);
    *member = n;
    return 0;
}

static int
set_bool(bool *member, const struct key *key, const char *value, struct fl_error *err)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], value)) {
            *member = i & 1;
            return 0;
        }
    return fail_key(err, key->name, say("应为yes或no，而不是%s", "must be yes or no, not %s"),
                    value);
}

static int
set(struct config *config, const struct key *key, const char *value, struct fl_error *err)
{
    void *member = (char *)config + key->at;
    if (key->type == INT)
        return set_int(member, key, value, err);
    if (key->type == BOOL)
        return set_bool(member, key, value, err);
    return set_text(member, key, value, err);
}

void
config_init(struct config *config)
{
    memset(config, 0, sizeof *config);
    for (size_t i = 0; i < key_count(); i++)
        if (set(config, &keys[i], keys[i].def, NULL))
            abort(); /* a default outside its own range */
}

void
config_done(struct config *config)
{
    for (size_t i = 0; i < key_count(); i++)
        if (keys[i].type == TEXT) {
            char **member = (char **)(void *)((char *)config + keys[i].at);
            free(*member);
            *member = NULL;
        }
}

/* --- the file --- */

struct reading {
    FILE *file;
    struct config next;
    const char *path;
    struct fl_error *err;
    int line, code;
    bool indented; /* the present line goes on with the value of the key before it */
    const struct key *last;
    bool seen[MAX_KEYS];
};

static int
fail_line(struct reading *r, const char *detail)
{
    char text[480];
    snprintf(text, sizeof text, "%.479s", detail);
    if (!r->code)
        r->code = fl_fail(r->err, FL_E_CONFIG, say("%s 第%d行：%s", "%s line %d: %s"), r->path,
                          r->line, text);
    return 0;
}

/* Feeds libinih line by line, so that every fault has its line. */
static char *
next_line(char *to, int size, void *stream)
{
    struct reading *r = stream;
    if (r->code || !fgets(to, size, r->file))
        return NULL;
    r->line++;
    size_t len = strlen(to);
    r->indented = *to == ' ' || *to == '\t';
    if (len > LINE_MAX_BYTES) {
        fail_line(r, say("此行过长；连接串可以分成几行，后续行缩进",
                         "the line is too long; a value may go on in indented lines"));
        return NULL;
    }
    return to;
}

static int
take_pair(void *user, const char *section, const char *name, const char *value)
{
    struct reading *r = user;
    struct fl_error own = {0};
    char text[300];
    const struct key *key = find(name);
    if (r->code)
        return 0;
    if (*section && strcmp(section, "fenliu") != 0) {
        snprintf(text, sizeof text, say("未知的节[%.100s]", "there is no section [%.100s]"),
                 section);
        return fail_line(r, text);
    }
    if (!key) {
        snprintf(text, sizeof text, say("未知的配置项%.100s", "there is no key %.100s"), name);
        return fail_line(r, text);
    }
    bool more = r->indented && key == r->last;
    if (r->seen[key - keys] && !more) {
        snprintf(text, sizeof text, say("配置项%s重复", "the key %s stands twice"), name);
        return fail_line(r, text);
    }
    char *joined = NULL;
    if (more && key->type == TEXT) {
        const char *before = *(char **)(void *)((char *)&r->next + key->at);
        if (asprintf(&joined, "%s %s", before, value) < 0)
            abort();
    }
    int code = set(&r->next, key, joined ? joined : value, &own);
    free(joined);
    r->seen[key - keys] = true;
    r->last = key;
    return code ? fail_line(r, own.detail) : 1;
}

int
config_read(struct config *config, const char *path, struct fl_error *err)
{
    struct reading r = {.path = path, .err = err, .file = fopen(path, "re")};
    if (!r.file)
        return fl_fail(err, FL_E_CONFIG, "%s: %s", path, strerror(errno));
    config_init(&r.next);
    for (size_t i = 0; i < key_count();
         i++) /* what was set before the file stays unless the file says otherwise */
        if (keys[i].type == TEXT)
            set_text((char **)(void *)((char *)&r.next + keys[i].at), &keys[i],
                     *(char **)(void *)((char *)config + keys[i].at), NULL);
        else
            memcpy((char *)&r.next + keys[i].at, (char *)config + keys[i].at,
                   keys[i].type == INT ? sizeof(int64_t) : sizeof(bool));
    int line = ini_parse_stream(next_line, &r, take_pair, &r);
    fclose(r.file);
    if (line && !r.code) {
        r.line = line;
        fail_line(&r, say("应为“配置项 = 值”", "must read key = value"));
    }
    config_done(r.code ? &r.next : config);
    if (!r.code)
        *config = r.next;
    return r.code;
}

int
config_set(struct config *config, const char *assignment, struct fl_error *err)
{
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return fl_fail(err, FL_E_CONFIG, say("应为 配置项=值：%s", "must read key=value: %s"),
                       assignment);
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
    const struct key *key = find(name);
    if (!key)
        return fl_fail(err, FL_E_CONFIG, say("未知的配置项%s", "there is no key %s"), name);
    return set(config, key, equals + 1, err);
}

const char *
config_desk_key(const struct fl_adapter *adapter)
{
    return key_count() ? channel_texts[0][adapter->channel].name : NULL;
}

char *
config_state_dir(const struct config *config)
{
    const char *home = getenv("HOME"), *state = getenv("XDG_STATE_HOME");
    const char *named = getenv("FENLIU_STATE");
    char *dir = NULL;
    if (config->state_dir && *config->state_dir)
        return must_copy(config->state_dir);
    if (named && *named)
        return must_copy(named);
    if (geteuid() == 0)
        return must_copy("/var/lib/fenliu");
    if (state && *state == '/' ? asprintf(&dir, "%s/fenliu", state) < 0
                               : asprintf(&dir, "%s/.local/state/fenliu", home ? home : "/tmp") < 0)
        abort();
    return dir;
}

/* --- what people read --- */

static void
print_range(const struct key *key, FILE *out, const char *before)
{
    if (key->type == INT)
        fprintf(out, "%s%" PRId64 " … %" PRId64, before, key->min, key->max);
    else if (key->type == BOOL)
        fprintf(out, "%syes, no", before);
}

void
config_help(FILE *out)
{
    for (size_t i = 0; i < key_count(); i++) {
        fprintf(out, "  %-17s %s\n", keys[i].name, say(keys[i].zh, keys[i].en));
        fprintf(out, "  %-17s %s: %s", "", say("默认", "default"),
                *keys[i].def ? keys[i].def : "\"\"");
        print_range(&keys[i], out, say("；取值 ", "; "));
        fprintf(out, "%s\n", keys[i].reload ? say("；可重载", "; reloadable (HUP)") : "");
    }
}

void
config_example(FILE *out)
{
    fputs(
        "# fenliu 配置文件 / configuration of fenliud. Every key is optional; what is commented "
        "out is the "
        "default.\n"
        "# HUP reloads the keys marked so. A wrong key or value refuses the whole file, by line.\n"
        "# A value may go on in indented lines; \" ;\" begins a comment.\n",
        out);
    for (size_t i = 0; i < key_count(); i++) {
        fprintf(out, "\n# %s\n# %s", keys[i].zh, keys[i].en);
        print_range(&keys[i], out, "; ");
        fprintf(out, "%s\n#%s =%s%s\n", keys[i].reload ? "; HUP" : "", keys[i].name,
                *keys[i].def ? " " : "", keys[i].def);
    }
}

/* Markdown, in both languages whatever --lang says: the document is one. */
void
config_table(FILE *out)
{
    fputs("| key | default | range | HUP | meaning | 说明 |\n|---|---|---|---|---|---|\n", out);
    for (size_t i = 0; i < key_count(); i++) {
        fprintf(out, "| `%s` | %s%s%s | ", keys[i].name, *keys[i].def ? "`" : "", keys[i].def,
                *keys[i].def ? "`" : "");
        print_range(&keys[i], out, "");
        fprintf(out, " | %s | %s | %s |\n", keys[i].reload ? "yes" : "", keys[i].en, keys[i].zh);
    }
}
