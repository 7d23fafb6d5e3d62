/* The mapping file, member by member. */
#include "engine/import/mapping.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/hash.h"
#include "fenliu/limits.h"

const struct import_member_info import_members[IMPORT__COUNT] = {
#define X(id, name, of_dispute, zh, en) {name, of_dispute, zh, en},
    IMPORT_MEMBERS(X)
#undef X
};

int
import_member_find(const char *name)
{
    for (int i = 0; i < IMPORT__COUNT; i++)
        if (strcmp(import_members[i].name, name) == 0)
            return i;
    return -1;
}

struct reading {
    const char *path;
    struct arena *arena;
    struct mapping *into;
    struct fl_error *err;
};

static int fault(const struct reading *r, const char *member, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int
fault(const struct reading *r, const char *member, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return fl_fail(r->err, FL_E_CONFIG, "%s: %s: %s", r->path, member, text);
}

static const char *
all_members(struct arena *arena)
{
    const char *names = "";
    for (int i = 0; i < IMPORT__COUNT; i++)
        names = arena_print(arena, "%s%s%s", names, i ? ", " : "", import_members[i].name);
    return names;
}

static int
find_member(const struct reading *r, const char *where, const char *name, int *ret)
{
    *ret = name ? import_member_find(name) : -1;
    if (*ret >= 0)
        return 0;
    if (!name)
        return fault(r, where, "is no text; the members of an import are %s",
                     all_members(r->arena));
    return fault(r, where, "%s is no member of an import; there are %s", name,
                 all_members(r->arena));
}

/* --- members of the file --- */

static int
read_format(const struct reading *r, const char *name, const cJSON *node)
{
    const char *word = json_str(node);
    if (!word || (strcmp(word, "csv") != 0 && strcmp(word, "jsonl") != 0))
        return fault(r, name, "is csv or jsonl");
    r->into->jsonl = word[0] == 'j';
    return 0;
}

static int
read_separator(const struct reading *r, const char *name, const cJSON *node)
{
    const char *word = json_str(node);
    if (!word || strlen(word) != 1 || !strchr(",;\t|", *word))
        return fault(r, name, "is one of , ; tab |");
    r->into->separator = *word;
    return 0;
}

static int
read_encoding(const struct reading *r, const char *name, const cJSON *node)
{
    r->into->encoding = arena_text(r->arena, json_str(node));
    return r->into->encoding ? 0 : fault(r, name, "is a name such as UTF-8 or GB18030");
}

static int
read_dates(const struct reading *r, const char *name, const cJSON *node)
{
    const char *form = json_str(node);
    bool good = form && (strcmp(form, "excel") == 0 ||
                         (strstr(form, "YYYY") && strstr(form, "MM") && strstr(form, "DD")));
    r->into->dates = arena_text(r->arena, form);
    return good ? 0
                : fault(r, name,
                        "is made of YYYY, MM, DD and what stands between, or is excel (days since "
                        "1899-12-30); without it every form that begins with the year is read");
}

static int
read_blanks(const struct reading *r, const char *name, const cJSON *node)
{
    int n = 0;
    const cJSON *item;
    const char **list = arena_take(r->arena, (size_t)(cJSON_GetArraySize(node) + 1) * sizeof *list);
    if (!cJSON_IsArray(node))
        return fault(r, name, "is a list of texts that say nothing, such as [\"-\", \"无\"]");
    cJSON_ArrayForEach(item, node)
    {
        if (!json_str(item))
            return fault(r, name, "is a list of texts");
        list[n++] = arena_text(r->arena, json_str(item));
    }
    r->into->blanks = list;
    return 0;
}

/* "案号": "docket", or "案号": ["ref", "docket"]; null: a column that is not read. */
static int
read_columns(const struct reading *r, const char *name, const cJSON *node)
{
    const cJSON *item;
    if (!cJSON_IsObject(node))
        return fault(r, name, "is an object from column to member");
    r->into->columns =
        arena_take(r->arena, (size_t)(cJSON_GetArraySize(node) + 1) * sizeof *r->into->columns);
    cJSON_ArrayForEach(item, node)
    {
        struct mapping_column *column = &r->into->columns[r->into->n_columns++];
        column->name = arena_text(r->arena, item->string);
        const cJSON *one = cJSON_IsArray(item) ? item->child : item;
        for (; one && !cJSON_IsNull(one); one = cJSON_IsArray(item) ? one->next : NULL) {
            int member;
            if (find_member(r, item->string, json_str(one), &member))
                return r->err->code;
            if (column->n_members < IMPORT__COUNT)
                column->members[column->n_members++] = (enum import_member)member;
        }
    }
    return 0;
}

/* "outcome": {"调解成功": "agreed", …} */
static int
read_words(const struct reading *r, const char *name, const cJSON *node)
{
    int n = 0;
    const cJSON *list, *word;
    if (!cJSON_IsObject(node))
        return fault(r, name, "is an object from member to its words");
    cJSON_ArrayForEach(list, node) n += cJSON_GetArraySize(list);
    r->into->words = arena_take(r->arena, (size_t)(n + 1) * sizeof *r->into->words);
    cJSON_ArrayForEach(list, node)
    {
        int member;
        if (find_member(r, name, list->string, &member))
            return r->err->code;
        if (!cJSON_IsObject(list))
            return fault(r, list->string,
                         "is an object from what stands in the file to what is meant");
        cJSON_ArrayForEach(word, list)
        {
            if (!json_str(word) && !cJSON_IsNull(word))
                return fault(r, list->string, "%s: what is meant is a text, or null for nothing",
                             word->string);
            r->into->words[r->into->n_words++] = (struct mapping_word){
                (enum import_member)member, arena_text(r->arena, word->string),
                arena_text(r->arena, json_str(word))};
        }
    }
    return 0;
}

static int
read_constants(const struct reading *r, const char *name, const cJSON *node)
{
    const cJSON *item;
    if (!cJSON_IsObject(node))
        return fault(r, name, "is an object from member to value");
    cJSON_ArrayForEach(item, node)
    {
        int member;
        if (find_member(r, name, item->string, &member))
            return r->err->code;
        if (!json_str(item))
            return fault(r, item->string, "is a text");
        r->into->constants[member] = arena_text(r->arena, json_str(item));
    }
    return 0;
}

static int
read_ignore(const struct reading *r, const char *name, const cJSON *node)
{
    if (!cJSON_IsBool(node))
        return fault(r, name, "is true or false");
    r->into->ignore_rest = cJSON_IsTrue(node);
    return 0;
}

static const struct {
    const char *name;
    int (*read)(const struct reading *r, const char *name, const cJSON *node);
} readers[] = {
    {"format",               read_format   },
    {"separator",            read_separator},
    {"encoding",             read_encoding },
    {"dates",                read_dates    },
    {"blanks",               read_blanks   },
    {"columns",              read_columns  },
    {"words",                read_words    },
    {"constants",            read_constants},
    {"ignore_other_columns", read_ignore   },
};
enum { N_READERS = sizeof readers / sizeof *readers };

static int
read_all(const struct reading *r, const cJSON *doc)
{
    const cJSON *node;
    if (!cJSON_IsObject(doc))
        return fault(r, "mapping", "is a JSON object");
    cJSON_ArrayForEach(node, doc)
    {
        int i = 0;
        while (i < N_READERS && strcmp(readers[i].name, node->string) != 0)
            i++;
        if (i == N_READERS)
            return fault(r, node->string,
                         "is not known; there are format, separator, encoding, dates, blanks, "
                         "columns, words, constants, ignore_other_columns");
        if (readers[i].read(r, node->string, node))
            return r->err->code;
    }
    return 0;
}

static int
read_file(const char *path, char **ret, size_t *ret_len, struct fl_error *err)
{
    FILE *file = fopen(path, "rb");
    char *data = malloc(FL_MAX_IMPORT_MAPPING + 1);
    if (!file || !data) {
        if (file)
            fclose(file);
        free(data);
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    }
    *ret_len = fread(data, 1, FL_MAX_IMPORT_MAPPING + 1, file);
    fclose(file);
    *ret = data;
    if (*ret_len > FL_MAX_IMPORT_MAPPING)
        return fl_fail(err, FL_E_TOO_LARGE, "%s: a mapping has at most %d bytes", path,
                       FL_MAX_IMPORT_MAPPING);
    return 0;
}

static bool
ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

int
mapping_read(const char *path, const char *data_file, struct arena *arena, struct mapping *ret,
             struct fl_error *err)
{
    static const char *const no_blanks[] = {NULL};
    struct reading r = {path, arena, ret, err};
    uint8_t hash[HASH_SIZE];
    char *text = NULL;
    size_t len = 0;
    *ret = (struct mapping){.separator = ',',
                            .blanks = no_blanks,
                            .jsonl = ends_in(data_file, ".jsonl") || ends_in(data_file, ".ndjson")};
    int code = path ? read_file(path, &text, &len, err) : 0;
    JSON_AUTO doc = NULL;
    if (!code && path && json_parse(text, len, &doc, err))
        code = fl_fail(err, FL_E_CONFIG, "%s: %s", path, arena_text(arena, err->detail));
    if (!code && path)
        code = read_all(&r, doc);
    if (!code) {
        hash_bytes(text ? text : "", len, hash);
        for (int i = 0; i < HASH_SIZE; i++)
            snprintf(ret->sha256 + 2 * i, 3, "%02x", hash[i]);
    }
    free(text);
    return code;
}

int
mapping_column_find(const struct mapping *mapping, const char *name,
                    const struct mapping_column **ret, struct arena *arena, struct fl_error *err)
{
    *ret = NULL;
    for (int i = 0; i < mapping->n_columns; i++)
        if (strcmp(mapping->columns[i].name, name) == 0) {
            *ret = &mapping->columns[i];
            return 0;
        }
    int member = import_member_find(name);
    if (member >= 0) {
        struct mapping_column *column = arena_take(arena, sizeof *column);
        *column = (struct mapping_column){.name = arena_text(arena, name), .n_members = 1};
        column->members[0] = (enum import_member)member;
        *ret = column;
        return 0;
    }
    if (mapping->ignore_rest || !*name)
        return 0;
    return fl_fail(
        err, FL_E_CONFIG,
        "nothing says what the column \"%.100s\" is: name its member in `columns` of the "
        "mapping (null: it is not read), or set ignore_other_columns. Members: %s",
        name, all_members(arena));
}

const char *
mapping_word(const struct mapping *mapping, enum import_member member, const char *value)
{
    if (!value || !*value)
        return NULL;
    for (const char *const *blank = mapping->blanks; *blank; blank++)
        if (strcmp(*blank, value) == 0)
            return NULL;
    for (int i = 0; i < mapping->n_words; i++)
        if (mapping->words[i].member == member && strcmp(mapping->words[i].from, value) == 0)
            return mapping->words[i].to;
    return value;
}
