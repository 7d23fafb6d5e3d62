/* The plain pieces of a pack: pack.json, articles.tsv, parameters.json, and parameters printed in
 * texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/decide_view.h"
#include "engine/policy/policy_loader.h"
#include "fenliu/limits.h"

static const struct fl_word unit_words[PARAM__COUNT] = {
    {"fen",          "元"         },
    {"days",         "日"         },
    {"working_days", "个工作日"},
    {"months",       "个月"      },
    {"count",        ""            },
    {"percent",      "%"           }
};
const struct fl_vocab policy_units = {"unit", unit_words, PARAM__COUNT};

static int
load_fails(struct loader *loader, const cJSON *fails)
{
    for (int i = 0; i < FL_MAX_CHANNELS; i++)
        loader->policy->fails[i] = -1;
    if (!fails)
        return 0;
    if (!cJSON_IsObject(fails))
        return loader_fail(loader, "fails", "must be an object from channel to outcome");
    for (const cJSON *row = fails->child; row; row = row->next) {
        const char *word = json_str(row);
        int channel = fl_word_find(&fl_channels, row->string, strlen(row->string));
        int outcome = word ? fl_word_find(&fl_outcomes, word, strlen(word)) : -1;
        if (channel < 0)
            return loader_fail(loader, "fails", "unknown channel \"%s\"", row->string);
        if (outcome < 0)
            return loader_fail(loader, "fails", "unknown outcome for channel %s", row->string);
        loader->policy->fails[channel] = outcome;
    }
    return 0;
}

static int
load_court_codes(struct loader *loader, const cJSON *codes)
{
    if (!cJSON_IsObject(codes) || !codes->child)
        return loader_fail(loader, "court_codes",
                           "must be an object from two digits to a character");
    struct policy *policy = loader->policy;
    policy->court_codes =
        arena_take(&policy->arena, (size_t)cJSON_GetArraySize(codes) * sizeof *policy->court_codes);
    for (const cJSON *row = codes->child; row; row = row->next) {
        const char *code = json_str(row);
        if (strlen(row->string) != 2 || !code || !*code || strlen(code) > 12)
            return loader_fail(loader, "court_codes", "\"%s\" is not two digits with a character",
                               row->string);
        policy->court_codes[policy->n_court_codes].prefix = arena_text(&policy->arena, row->string);
        policy->court_codes[policy->n_court_codes++].code = arena_text(&policy->arena, code);
    }
    return 0;
}

/* "court_names": what reports call a court. */
static int
load_court_names(struct loader *loader, const cJSON *names)
{
    static const char *const members[] = {"zh", "en", NULL};
    struct policy *policy = loader->policy;
    if (!names)
        return 0;
    if (!cJSON_IsObject(names))
        return loader_fail(loader, "court_names", "must be an object from six digits to names");
    policy->court_names = arena_take(&policy->arena, (size_t)(cJSON_GetArraySize(names) + 1) *
                                                         sizeof *policy->court_names);
    for (const cJSON *row = names->child; row; row = row->next) {
        const char *court = row->string, *zh, *en;
        if (strlen(court) != 6 || strspn(court, "0123456789") != 6 || !cJSON_IsObject(row))
            return loader_fail(loader, "court_names", "\"%s\" is not six digits with names", court);
        if (loader_members(loader, row, court, members) ||
            loader_text(loader, row, "zh", true, &zh) || loader_text(loader, row, "en", true, &en))
            return loader->err->code;
        if (utf8_count(zh, strlen(zh)) > FL_MAX_NAME || utf8_count(en, strlen(en)) > FL_MAX_NAME)
            return loader_fail(loader, "court_names", "a name of %s has more than %d characters",
                               court, FL_MAX_NAME);
        int n = policy->n_court_names++;
        policy->court_names[n].court = arena_text(&policy->arena, court);
        policy->court_names[n].zh = zh;
        policy->court_names[n].en = en;
    }
    return 0;
}

static int
member_of(const char *name)
{
    char text[64];
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        if (!strcmp(member_name(i, text), name))
            return i;
    return -1;
}

/* "ask": what is worth asking for first, of what is missing; the rest follows in its own order. */
static int
load_ask(struct loader *loader, const cJSON *ask)
{
    struct policy *policy = loader->policy;
    uint64_t named = 0;
    int n = 0;
    if (ask && !cJSON_IsArray(ask))
        return loader_fail(loader, "ask", "must be a list of members");
    for (const cJSON *node = ask ? ask->child : NULL; node; node = node->next) {
        int member = json_str(node) ? member_of(json_str(node)) : -1;
        if (member < 0 || named >> member & 1)
            return loader_fail(loader, "ask", "\"%s\" is no member, or stands twice",
                               json_str(node) ? json_str(node) : "?");
        named |= UINT64_C(1) << member;
        policy->ask[n++] = (uint8_t)member;
    }
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        if (!(named >> i & 1))
            policy->ask[n++] = (uint8_t)i;
    return 0;
}

/* "natures": what the words of stage nature are called in Chinese; without a row they stand as written. */
static int
load_natures(struct loader *loader, const cJSON *natures)
{
    struct policy *policy = loader->policy;
    if (!natures)
        return 0;
    if (!cJSON_IsObject(natures))
        return loader_fail(loader, "natures", "must be an object from word to name");
    policy->nature_names = arena_take(&policy->arena, (size_t)(cJSON_GetArraySize(natures) + 1) *
                                                          sizeof *policy->nature_names);
    for (const cJSON *row = natures->child; row; row = row->next) {
        const char *name = json_str(row);
        if (!name || !*name)
            return loader_fail(loader, "natures", "\"%s\" has no name", row->string);
        policy->nature_names[policy->n_nature_names].name = arena_text(&policy->arena, row->string);
        policy->nature_names[policy->n_nature_names++].zh = arena_text(&policy->arena, name);
    }
    return 0;
}

int
load_pack_json(struct loader *loader, cJSON **ret)
{
    static const char *const members[] = {
        "name",        "title",     "covers",  "court_codes", "docket_format",
        "cause_lists", "crosswalk", "aliases", "calendar",    "articles",
        "fails",       "phrases",   "found",   "ask",         "natures",
        "court_names", NULL};
    static const char *const span[] = {"from", "to", NULL};
    static const char *const holes[] = {"{year}", "{court}", "{word}", "{number}", NULL};
    struct policy *policy = loader->policy;
    int rc = loader_json(loader, "pack.json", ret);
    if (!rc)
        rc = loader_members(loader, *ret, NULL, members);
    if (!rc)
        rc = loader_text(loader, *ret, "name", true, &policy->name);
    if (!rc)
        rc = loader_text(loader, *ret, "title", true, &policy->title);
    if (!rc)
        rc = loader_text(loader, *ret, "docket_format", true, &policy->docket_format);
    for (int i = 0; !rc && holes[i]; i++)
        if (!strstr(policy->docket_format, holes[i]))
            rc = loader_fail(loader, "docket_format", "has no %s", holes[i]);
    const cJSON *covers = rc ? NULL : json_get(*ret, "covers");
    if (!rc && !cJSON_IsObject(covers))
        rc = loader_fail(loader, "covers", "is missing");
    if (!rc)
        rc = loader_members(loader, covers, "covers", span);
    if (!rc)
        rc = loader_span(loader, covers, &policy->from, &policy->to);
    if (!rc)
        rc = load_court_codes(loader, json_get(*ret, "court_codes"));
    if (!rc)
        rc = load_court_names(loader, json_get(*ret, "court_names"));
    if (!rc)
        rc = load_fails(loader, json_get(*ret, "fails"));
    if (!rc)
        rc = load_ask(loader, json_get(*ret, "ask"));
    if (!rc)
        rc = load_natures(loader, json_get(*ret, "natures"));
    return rc;
}

static int
article_order(const void *a, const void *b)
{
    const struct article *one = a, *two = b;
    int rc = strcmp(one->key, two->key);
    return rc ? rc : (one->from > two->from) - (one->from < two->from);
}

int
load_articles(struct loader *loader, const char *path)
{
    static const char *const columns[] = {"law", "doc_no", "article", "from",
                                          "to",  "status", "text",    NULL};
    struct policy *policy = loader->policy;
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    if (rc)
        return rc;
    policy->articles = arena_take(&policy->arena, (size_t)(tsv.n + 1) * sizeof *policy->articles);
    for (int i = 0; i < tsv.n; i++) {
        const char **cell = tsv.rows[i];
        struct article *article = &policy->articles[policy->n_articles++];
        article->key = arena_print(&policy->arena, "%s%s%s", cell[0], *cell[2] ? " " : "", cell[2]);
        article->text = cell[6];
        article->to = DAY_OPEN;
        if ((rc = loader_day(loader, article->key, cell[3], &article->from)))
            return rc;
        if (*cell[4] && (rc = loader_day(loader, article->key, cell[4], &article->to)))
            return rc;
        if (article->to < article->from)
            return loader_fail(loader, article->key, "to lies before from");
        article->unconfirmed = !strcmp(cell[5], "unconfirmed");
        if (!article->unconfirmed && strcmp(cell[5], "found"))
            return loader_fail(loader, article->key, "status is found or unconfirmed, not \"%s\"",
                               cell[5]);
    }
    qsort(policy->articles, (size_t)policy->n_articles, sizeof *policy->articles, article_order);
    return 0;
}

static int
value_order(const void *a, const void *b)
{
    const struct param_value *one = a, *two = b;
    return (one->from > two->from) - (one->from < two->from);
}

static int
load_values(struct loader *loader, const cJSON *values, struct param_row *row)
{
    static const char *const members[] = {"from", "to", "value", "basis", "status", "note", NULL};
    static const char *const statuses[] = {"found", "derived", "unconfirmed", NULL};
    if (!cJSON_IsArray(values) || !values->child)
        return loader_fail(loader, row->name, "has no values");
    row->values = arena_take(&loader->policy->arena,
                             (size_t)cJSON_GetArraySize(values) * sizeof *row->values);
    for (const cJSON *node = values->child; node; node = node->next) {
        struct param_value *value = &row->values[row->n_values++];
        int rc = loader_members(loader, node, row->name, members), known = 0;
        if (!rc)
            rc = loader_span(loader, node, &value->from, &value->to);
        if (!rc && !json_is_int(json_get(node, "value"), &value->value))
            rc = loader_fail(loader, row->name, "a value must be an integer");
        if (!rc && value->value < 0)
            rc = loader_fail(loader, row->name, "a value must not be negative");
        if (!rc)
            rc = loader_text(loader, node, "basis", false, &value->basis);
        if (!rc)
            rc = loader_text(loader, node, "status", true, &value->status);
        if (rc)
            return rc;
        while (statuses[known] && strcmp(statuses[known], value->status))
            known++;
        if (!statuses[known])
            return loader_fail(loader, row->name,
                               "status is found, derived or unconfirmed, not \"%s\"",
                               value->status);
    }
    qsort(row->values, (size_t)row->n_values, sizeof *row->values, value_order);
    for (int i = 1; i < row->n_values; i++)
        if (row->values[i].from <= row->values[i - 1].to)
            return loader_fail(loader, row->name, "two values overlap in time");
    return 0;
}

int
load_params(struct loader *loader)
{
    static const char *const members[] = {"about", "unit", "values", NULL};
    struct policy *policy = loader->policy;
    JSON_AUTO doc = NULL;
    int rc = loader_json(loader, "parameters.json", &doc);
    if (rc)
        return rc;
    policy->params =
        arena_take(&policy->arena, (size_t)(cJSON_GetArraySize(doc) + 1) * sizeof *policy->params);
    for (const cJSON *node = doc->child; node; node = node->next) {
        struct param_row *row = &policy->params[policy->n_params++];
        const char *unit;
        row->name = arena_text(&policy->arena, node->string);
        if (!cJSON_IsObject(node))
            return loader_fail(loader, row->name, "must be an object");
        if ((rc = loader_members(loader, node, row->name, members)) ||
            (rc = loader_text(loader, node, "about", true, &row->about)) ||
            (rc = loader_text(loader, node, "unit", true, &unit)))
            return rc;
        int n = fl_word_find(&policy_units, unit, strlen(unit));
        if (n < 0)
            return loader_fail(loader, row->name, "unknown unit \"%s\"", unit);
        row->unit = (enum param_unit)n;
        if ((rc = load_values(loader, json_get(node, "values"), row)))
            return rc;
    }
    return 0;
}

/* Money is printed in yuan, with fen only where there are some. */
static void
print_value(struct buf *buf, const struct param_row *row, int64_t value)
{
    if (row->unit != PARAM_FEN)
        buf_print(buf, "%lld", (long long)value);
    else if (value % 100)
        buf_print(buf, "%lld.%02lld", (long long)(value / 100), (long long)(value % 100));
    else
        buf_print(buf, "%lld", (long long)(value / 100));
}

const char *
text_with_params(struct loader *loader, const char *text, fl_day day)
{
    if (!strstr(text, "{$"))
        return text;
    struct policy *policy = loader->policy;
    struct buf buf = {0};
    while (*text) {
        const char *open = strstr(text, "{$"), *close = open ? strchr(open, '}') : NULL;
        size_t plain = open ? (size_t)(open - text) : strlen(text);
        buf_put(&buf, text, plain);
        text += plain;
        if (!open)
            break;
        size_t len = close ? (size_t)(close - open - 2) : 0;
        int n = close ? param_find(policy, open + 2, len) : -1;
        const struct param_value *value = n < 0 ? NULL : param_on(&policy->params[n], day);
        if (!value) {
            loader_fail(loader, "text",
                        n < 0 ? "unknown parameter \"%.*s\""
                              : "parameter %.*s has "
                                "no value on some day of the rule",
                        (int)len, open + 2);
            buf_done(&buf);
            return NULL;
        }
        print_value(&buf, &policy->params[n], value->value);
        text = close + 1;
    }
    const char *printed = arena_copy(&policy->arena, buf.data ? buf.data : "", buf.len);
    buf_done(&buf);
    return printed;
}
