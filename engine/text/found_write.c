/* Findings as JSON: name → {value, words, at}, and back from the form in which they are stored. */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/text/found.h"

#define X(id, word) {word, word},
static const struct fl_word role_words[] = {FOUND_ROLES(X)};
#undef X
const struct fl_vocab found_roles = {"role of an amount", role_words, ROLE__COUNT};

static const struct fl_word precision_words[] = {
    {"day",   "日"},
    {"month", "月"},
    {"year",  "年"},
};
static const struct fl_vocab precisions = {"precision", precision_words, 3};

enum shape { SHAPE_FACT, SHAPE_INT, SHAPE_BOOL, SHAPE_DAY, SHAPE_WORD, SHAPE_PERIOD };

static const struct kind_row {
    const char *name;
    bool list;
    enum shape shape;
    const struct fl_vocab *words; /* SHAPE_WORD: of the value */
    const char *detail;           /* a member for `which`, or NULL */
    const struct fl_vocab *details;
} kinds[FOUND__COUNT] = {
    [FOUND_FACT] = {"",                  false, SHAPE_FACT,   NULL,       NULL,        NULL        },
    [FOUND_AMOUNT] = {"amount_fen",        false, SHAPE_INT,    NULL,       NULL,        NULL        },
    [FOUND_CLAIMANTS] = {"claimants.count",   false, SHAPE_INT,    NULL,       NULL,        NULL        },
    [FOUND_CLAIM] = {"claims",            true,  SHAPE_WORD,   &fl_claims, NULL,        NULL        },
    [FOUND_CLAIMANT_TAG] = {"claimants.tags",    true,  SHAPE_WORD,   &fl_tags,   NULL,        NULL        },
    [FOUND_RESPONDENT_TAG] = {"respondents.tags",  true,  SHAPE_WORD,   &fl_tags,   NULL,        NULL        },
    [FOUND_RESPONDENT_KIND] = {"respondents.kinds", true,  SHAPE_WORD,   &fl_kinds,  NULL,        NULL        },
    [FOUND_WORK_INJURY] = {"work_injury",       false, SHAPE_BOOL,   NULL,       NULL,        NULL        },
    [FOUND_EMPLOYED_FROM] = {"employed_from",     false, SHAPE_DAY,    NULL,       NULL,        NULL        },
    [FOUND_NO_DISPUTE] = {"no_dispute",        false, SHAPE_BOOL,   NULL,       NULL,        NULL        },
    [FOUND_MONEY] = {"amounts",           true,  SHAPE_INT,    NULL,       "role",      &found_roles},
    [FOUND_DATE] = {"dates",             true,  SHAPE_DAY,    NULL,       "precision", &precisions },
    [FOUND_PERIOD] = {"periods",           true,  SHAPE_PERIOD, NULL,       "precision", &precisions },
};

static void
put_day(struct buf *buf, int64_t day)
{
    char text[11];
    json_text(buf, day_print((fl_day)day, text));
}

static void
put_fact(const struct found_item *item, struct buf *buf)
{
    const struct fl_fact_info *fact = &fl_facts[item->which];
    if (fact->type == FL_FACT_TYPE_BOOL)
        json_bool(buf, item->value != 0);
    else if (fact->type == FL_FACT_TYPE_DATE)
        put_day(buf, item->value);
    else
        json_text(buf, fl_word(fact->values, (int)item->value));
}

void
found_put_value(const struct found_item *item, struct buf *buf)
{
    const struct kind_row *row = &kinds[item->kind];
    switch (row->shape) {
    case SHAPE_FACT:
        put_fact(item, buf);
        break;
    case SHAPE_INT:
        json_int(buf, item->value);
        break;
    case SHAPE_BOOL:
        json_bool(buf, item->value != 0);
        break;
    case SHAPE_DAY:
        put_day(buf, item->value);
        break;
    case SHAPE_WORD:
        json_text(buf, fl_word(row->words, (int)item->value));
        break;
    case SHAPE_PERIOD:
        json_array(buf);
        put_day(buf, item->value);
        if (item->end == INT64_MAX)
            json_null(buf);
        else
            put_day(buf, item->end);
        json_array_end(buf);
        break;
    }
}

size_t
found_shown(const struct found_item *item, const char *text)
{
    size_t len = item->len;
    if (len > FOUND_MAX_WORDS)
        for (len = FOUND_MAX_WORDS; ((unsigned char)text[item->at + len] & 0xC0) == 0x80;)
            len--;
    return len;
}

void
found_put_item_members(const struct found_item *item, const char *text, struct buf *buf)
{
    const struct kind_row *row = &kinds[item->kind];
    char sure[8];
    json_key(buf, "value");
    found_put_value(item, buf);
    if (text) {
        json_key(buf, "words");
        json_text_n(buf, text + item->at, found_shown(item, text));
    }
    json_put_int(buf, "at", item->at);
    json_put_int(buf, "bytes", item->len);
    if (row->detail)
        json_put_text(buf, row->detail, fl_word(row->details, item->which));
    if (item->about)
        json_put_bool(buf, "about", true);
    json_key(buf, "confidence");
    json_raw(buf, sure, (size_t)snprintf(sure, sizeof sure, "0.%02d", item->sure));
}

void
found_member(const struct found_item *item, struct buf *buf)
{
    buf_text(buf, item->kind == FOUND_FACT ? "facts." : "");
    buf_text(buf, found_name(item));
}

void
found_put_member(const struct found_item *item, struct buf *buf)
{
    struct buf member = {0};
    found_member(item, &member);
    json_put_text(buf, "member", member.data);
    buf_done(&member);
}

const char *
found_name(const struct found_item *item)
{
    return item->kind == FOUND_FACT ? fl_facts[item->which].name : kinds[item->kind].name;
}

static bool
all_within(const struct found *found, size_t len)
{
    for (int i = 0; i < found->n; i++)
        if ((size_t)found->items[i].at + found->items[i].len > len)
            return false;
    return true;
}

void
found_put(const struct found *found, const char *text, struct buf *buf)
{
    if (text && !all_within(found, strlen(text)))
        text = NULL;
    json_object(buf);
    for (int i = 0; i < found->n; i++) {
        const struct found_item *item = &found->items[i];
        bool list = kinds[item->kind].list;
        bool first = !i || found->items[i - 1].kind != item->kind;
        bool last = i + 1 == found->n || found->items[i + 1].kind != item->kind;
        if (!list || first)
            json_key(buf, found_name(item));
        if (list && first)
            json_array(buf);
        json_object(buf);
        found_put_item_members(item, text, buf);
        json_object_end(buf);
        if (list && last)
            json_array_end(buf);
    }
    json_object_end(buf);
}

/* --- back --- */

static bool
take_day(const cJSON *node, int64_t *ret)
{
    const char *text = json_str(node);
    fl_day day;
    if (!text || !day_parse(text, strlen(text), &day))
        return false;
    *ret = day;
    return true;
}

static bool
take_word(const cJSON *node, const struct fl_vocab *words, int64_t *ret)
{
    const char *text = json_str(node);
    *ret = text ? fl_word_find(words, text, strlen(text)) : -1;
    return *ret >= 0;
}

static bool
take_fact(const cJSON *node, const struct fl_fact_info *fact, int64_t *ret)
{
    if (fact->type == FL_FACT_TYPE_DATE)
        return take_day(node, ret);
    if (fact->type == FL_FACT_TYPE_ENUM)
        return take_word(node, fact->values, ret);
    *ret = cJSON_IsTrue(node);
    return cJSON_IsBool(node);
}

static bool
take_value(const cJSON *node, struct found_item *item)
{
    const struct kind_row *row = &kinds[item->kind];
    switch (row->shape) {
    case SHAPE_FACT:
        return take_fact(node, &fl_facts[item->which], &item->value);
    case SHAPE_INT:
        return json_is_int(node, &item->value);
    case SHAPE_BOOL:
        item->value = cJSON_IsTrue(node);
        return cJSON_IsBool(node);
    case SHAPE_DAY:
        return take_day(node, &item->value);
    case SHAPE_WORD:
        return take_word(node, row->words, &item->value);
    case SHAPE_PERIOD:
        if (!cJSON_IsArray(node) || !node->child || !take_day(node->child, &item->value))
            return false;
        item->end = INT64_MAX;
        return cJSON_IsNull(node->child->next) || take_day(node->child->next, &item->end);
    }
    return false;
}

static bool
take_item(const cJSON *node, struct found_item *item)
{
    const struct kind_row *row = &kinds[item->kind];
    const cJSON *sure = json_get(node, "confidence");
    int64_t at, bytes, detail;
    if (!take_value(json_get(node, "value"), item) || !json_is_int(json_get(node, "at"), &at) ||
        !json_is_int(json_get(node, "bytes"), &bytes) || !cJSON_IsNumber(sure) || at < 0 ||
        bytes < 0 || at > UINT32_MAX || bytes > UINT32_MAX)
        return false;
    if (row->detail) {
        if (!take_word(json_get(node, row->detail), row->details, &detail))
            return false;
        item->which = (uint8_t)detail;
    }
    item->at = (uint32_t)at;
    item->len = (uint32_t)bytes;
    item->sure = (uint8_t)(sure->valuedouble * 100 + 0.5);
    item->about = cJSON_IsTrue(json_get(node, "about"));
    return true;
}

static bool
take_member(const cJSON *node, struct found *ret)
{
    struct found_item item = {.kind = FOUND_FACT};
    int fact = fl_fact_find(node->string, strlen(node->string));
    if (fact >= 0)
        item.which = (uint8_t)fact;
    for (int kind = FOUND_FACT + 1; fact < 0 && kind <= FOUND__COUNT; kind++) {
        if (kind == FOUND__COUNT)
            return false;
        item.kind = (uint8_t)kind;
        if (!strcmp(kinds[kind].name, node->string))
            break;
    }
    if (!kinds[item.kind].list)
        return take_item(node, &item) && (found_add(ret, &item) || true);
    const cJSON *element;
    cJSON_ArrayForEach(element, node)
    {
        struct found_item one = {.kind = item.kind};
        if (!take_item(element, &one))
            return false;
        found_add(ret, &one);
    }
    return true;
}

bool
found_take(const cJSON *node, struct found *ret)
{
    const cJSON *member;
    ret->n = 0;
    if (!cJSON_IsObject(node))
        return false;
    cJSON_ArrayForEach(member, node) if (!take_member(member, ret)) return false;
    return true;
}
