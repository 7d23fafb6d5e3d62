/* A reading as JSON, and back. */
#include "engine/text/reading.h"

#include <stdio.h>
#include <string.h>

enum { SHARE_PARTS = 10000 };

void
reading_blank(struct reading *ret, const struct found *found)
{
    memset(ret, 0, sizeof *ret);
    ret->domain = (enum fl_domain) - 1;
    ret->scope = (enum fl_scope) - 1;
    ret->cause_list = -1;
    ret->found = found;
}

double
reading_share(double share)
{
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (double)(int)(share * SHARE_PARTS + 0.5) / SHARE_PARTS;
}

void
reading_put_share(struct buf *buf, const char *key, double share)
{
    int parts = (int)(reading_share(share) * SHARE_PARTS + 0.5), len;
    char text[16];
    if (parts == SHARE_PARTS || parts == 0) {
        json_put_int(buf, key, parts != 0);
        return;
    }
    len = snprintf(text, sizeof text, "0.%04d", parts);
    while (text[len - 1] == '0')
        len--;
    json_key(buf, key);
    json_raw(buf, text, (size_t)len);
}

static void
put_about(const struct reading *reading, struct buf *buf)
{
    json_put_text(buf, "model", reading->model);
    json_put_text(buf, "domain", fl_word(&fl_domains, (int)reading->domain));
    json_put_text(buf, "scope", fl_word(&fl_scopes, (int)reading->scope));
    reading_put_share(buf, "confidence", reading->confidence);
    reading_put_share(buf, "no_dispute", reading->no_dispute);
}

static void
put_top(const struct policy *policy, const struct reading *reading, bool names, struct buf *buf)
{
    json_key(buf, "top");
    json_array(buf);
    for (int i = 0; i < reading->n_top; i++) {
        const struct cause *cause =
            policy_cause(policy, reading->cause_list, reading->top[i].cause);
        json_object(buf);
        json_put_text(buf, "code", cause->code);
        if (names)
            json_put_text(buf, "name", cause->name);
        reading_put_share(buf, "confidence", reading->top[i].confidence);
        json_object_end(buf);
    }
    json_array_end(buf);
}

void
reading_put(const struct policy *policy, const struct reading *reading, const char *narrative,
            struct buf *buf)
{
    json_object(buf);
    if (reading->model) {
        put_about(reading, buf);
        reading_put_share(buf, "doubt", reading->doubt);
        json_put_text(
            buf, "version",
            reading->cause_list < 0 ? NULL : policy_cause_list_name(policy, reading->cause_list));
        put_top(policy, reading, false, buf);
    }
    json_key(buf, "facts");
    found_put(reading->found, narrative, buf);
    json_object_end(buf);
}

void
reading_put_classification(const struct policy *policy, const struct reading *reading,
                           struct buf *buf)
{
    json_object(buf);
    put_about(reading, buf);
    if (reading->cause_list >= 0)
        json_put_text(buf, "version", policy_cause_list_name(policy, reading->cause_list));
    put_top(policy, reading, true, buf);
    json_object_end(buf);
}

/* --- back --- */

static int
word_of(const cJSON *node, const struct fl_vocab *words)
{
    const char *text = json_str(node);
    return text ? fl_word_find(words, text, strlen(text)) : -1;
}

static double
share_of(const cJSON *node)
{
    double n = cJSON_IsNumber(node) ? node->valuedouble : 0;
    return n >= 0 && n <= 1 ? n : 0;
}

static int
list_of(const struct policy *policy, const char *name)
{
    for (int i = 0; name && i < policy_cause_lists(policy); i++)
        if (!strcmp(policy_cause_list_name(policy, i), name))
            return i;
    return -1;
}

static void
take_top(const struct policy *policy, const cJSON *top, struct reading *ret)
{
    const cJSON *node;
    cJSON_ArrayForEach(node, top)
    {
        const char *code = json_str(json_get(node, "code"));
        int cause = code ? policy_cause_by_code(policy, ret->cause_list, code) : -1;
        if (cause < 0 || ret->n_top == READING_TOP)
            continue;
        ret->top[ret->n_top].cause = cause;
        ret->top[ret->n_top++].confidence = share_of(json_get(node, "confidence"));
    }
}

bool
reading_take(const struct policy *policy, const cJSON *node, struct arena *arena,
             struct reading *ret)
{
    struct found *found = arena_take(arena, sizeof *found);
    reading_blank(ret, found);
    if (!cJSON_IsObject(node) || !found_take(json_get(node, "facts"), found))
        return false;
    ret->model = arena_text(arena, json_str(json_get(node, "model")));
    if (!ret->model)
        return true;
    ret->domain = (enum fl_domain)word_of(json_get(node, "domain"), &fl_domains);
    ret->scope = (enum fl_scope)word_of(json_get(node, "scope"), &fl_scopes);
    ret->confidence = share_of(json_get(node, "confidence"));
    ret->no_dispute = share_of(json_get(node, "no_dispute"));
    ret->doubt = share_of(json_get(node, "doubt"));
    ret->cause_list = list_of(policy, json_str(json_get(node, "version")));
    if (ret->cause_list >= 0)
        take_top(policy, json_get(node, "top"), ret);
    return true;
}
