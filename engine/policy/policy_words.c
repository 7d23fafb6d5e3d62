/* Conditions in words: what a form of condition is called, and the values in it. */
#include "engine/policy/policy_words.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/lang.h"

static const struct {
    const char *form, *zh, *en;
} form_rows[] = {
    {"not",    "不为 ",          "not "          },
    {"any",    "含其一 ",       "any of "       },
    {"all",    "全含 ",          "all of "       },
    {"only",   "仅有 ",          "only "         },
    {"none",   "不含 ",          "none of "      },
    {"min",    "≥",              "≥"           },
    {"max",    "≤",              "≤"           },
    {"above",  ">",                ">"             },
    {"below",  "<",                "<"             },
    {"within", "该期限未过 ", "not yet over: "},
    {"past",   "该期限已过 ", "over: "        },
    {"near",   "期限将满 ",    "almost over: " },
    {"last",   "最近一次 ",    "the last: "    },
};

/* What the policy calls a nature; NULL: as it is written. */
static const char *
nature_zh(const struct policy *policy, const char *word)
{
    for (int i = 0; i < policy->n_nature_names; i++)
        if (!strcmp(policy->nature_names[i].name, word))
            return policy->nature_names[i].zh;
    return NULL;
}

static void
put_param(const struct view *view, const char *name, int64_t times, struct buf *buf)
{
    int n = param_find(view->policy, name, strlen(name));
    const struct param_value *value =
        n < 0 ? NULL : param_on(&view->policy->params[n], view->as_of);
    if (!value) {
        words_word(NULL, name, buf);
        return;
    }
    const int unit = (int)view->policy->params[n].unit;
    buf_print(buf, "%" PRId64, value->value * times);
    if (view->policy->params[n].unit == PARAM_FEN || view->policy->params[n].unit == PARAM_COUNT)
        return; /* the member says what is counted */
    buf_text(buf, say("", " "));
    words_word(&policy_units, fl_word(&policy_units, unit), buf);
}

#define NAMED_CAUSES 4

/* The names of the topmost causes of a set, the first few. */
static void
put_set(const struct view *view, const char *name, struct buf *buf)
{
    const int list = view->edition->list, set = cause_set_find(view->policy, name);
    const uint64_t *bits = set < 0 ? NULL : view->policy->sets[set].bits[list];
    int n = 0;
    for (int i = 0; bits && i < view->policy->lists[list].n; i++) {
        const struct cause *cause = &view->policy->lists[list].causes[i];
        if (!bit_get(bits, i) || (cause->parent >= 0 && bit_get(bits, cause->parent)))
            continue;
        if (n++ < NAMED_CAUSES) {
            buf_text(buf, n > 1 ? say("、", ", ") : "");
            buf_print(buf, "%s %s", cause->code, cause->name);
        }
    }
    if (n > NAMED_CAUSES)
        buf_print(buf, say("等%d类", " and %d more"), lang_is_chinese() ? n : n - NAMED_CAUSES);
    if (!n)
        buf_text(buf, say("（该目录无此类案由）", "(none in this list)"));
}

/* "30wd" → "30个工作日"; false when it is no length of time. */
static bool
put_length(const char *text, struct buf *buf)
{
    static const struct {
        const char *sign, *zh, *en;
    } rows[] = {
        {"d",  "日",          "days"        },
        {"wd", "个工作日", "working days"},
        {"m",  "个月",       "months"      },
        {"y",  "年",          "years"       },
    };
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; digits && i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].sign, text + digits)) {
            buf_print(buf, "%.*s%s%s", (int)digits, text, say("", " "),
                      say(rows[i].zh, rows[i].en));
            return true;
        }
    return false;
}

static void
put_cause(const struct view *view, const char *code, struct buf *buf)
{
    int n = policy_cause_by_code(view->policy, view->edition->list, code);
    const struct cause *cause = n < 0 ? NULL : policy_cause(view->policy, view->edition->list, n);
    buf_text(buf, code);
    if (cause)
        buf_print(buf, " %s", cause->name);
}

/* A word of a condition. Without a view as the rule writes it, which is how rules are compared. */
static void
put_word(const struct view *view, const struct fl_vocab *words, const char *word, struct buf *buf)
{
    int n = words ? fl_word_find(words, word, strlen(word)) : -1;
    const char *zh = n < 0 ? NULL : fl_word_zh(words, n);
    if (!view) {
        buf_text(buf, zh && lang_is_chinese() ? zh : word);
        return;
    }
    bool except = word[0] == '-';
    const char *name = word + except;
    if (except)
        buf_text(buf, say("除去 ", "without "));
    if (*name == '$')
        put_param(view, name + 1, 1, buf);
    else if (*name == '@')
        put_set(view, name + 1, buf);
    else if (words)
        words_word(words, name, buf);
    else if (put_length(name, buf))
        return;
    else if (lang_is_chinese() && nature_zh(view->policy, name))
        buf_text(buf, nature_zh(view->policy, name));
    else if (*name >= '0' && *name <= '9' && !strchr(name, '-'))
        put_cause(view, name, buf);
    else
        words_word(NULL, name, buf);
}

static void put_form(const struct view *view, const struct fl_vocab *words, const cJSON *node,
                     struct buf *buf);

/* One value: a word, a number, a list of them joined, or an object with forms. */
static void
put_value(const struct view *view, const struct fl_vocab *words, const cJSON *node, struct buf *buf)
{
    if (cJSON_IsBool(node)) {
        buf_text(buf, cJSON_IsTrue(node) ? say("是", "yes") : say("否", "no"));
    } else if (json_str(node)) {
        put_word(view, words, json_str(node), buf);
    } else if (cJSON_IsArray(node)) {
        for (const cJSON *item = node->child; item; item = item->next) {
            buf_text(buf, item == node->child ? "" : say("／", ", "));
            put_value(view, words, item, buf);
        }
    } else if (json_get(node, "param")) {
        int64_t times = 1;
        json_is_int(json_get(node, "times"), &times);
        const char *param = json_str(json_get(node, "param"));
        if (view)
            put_param(view, param + (*param == '$'), times, buf);
        else
            buf_print(buf, "%s×%lld", param, (long long)times);
    } else if (cJSON_IsObject(node)) {
        for (const cJSON *form = node->child; form; form = form->next) {
            buf_text(buf, form == node->child ? "" : say("，", ", "));
            put_form(view, words, form, buf);
        }
    } else {
        int64_t number = 0;
        json_is_int(node, &number);
        buf_print(buf, "%lld", (long long)number);
    }
}

static void
put_form(const struct view *view, const struct fl_vocab *words, const cJSON *node, struct buf *buf)
{
    if (!strcmp(node->string, "unknown")) {
        buf_text(buf, cJSON_IsTrue(node) ? say("未知", "unknown") : say("已知", "known"));
        return;
    }
    if (!strcmp(node->string, "none") && cJSON_IsBool(node)) {
        buf_text(buf, cJSON_IsTrue(node) ? say("无", "none") : say("有", "some"));
        return;
    }
    for (size_t i = 0; i < sizeof form_rows / sizeof *form_rows; i++)
        if (!strcmp(form_rows[i].form, node->string)) {
            buf_text(buf, say(form_rows[i].zh, form_rows[i].en));
            put_value(view, words, node, buf);
            return;
        }
    buf_print(buf, "%s ", words_member(node->string));
    words_list(node->string, &words);
    put_value(view, words, node, buf);
}

static void put_all(const struct view *view, const cJSON *object, const char *and, struct buf *buf);

static void
put_member(const struct view *view, const char *member, const cJSON *node, struct buf *buf)
{
    const struct fl_vocab *words = NULL;
    bool any = !strcmp(member, "any");
    if (any || !strcmp(member, "all")) {
        for (const cJSON *item = node->child; item; item = item->next) {
            buf_text(buf, item == node->child ? say("（", "(")
                          : any               ? say(" 或 ", " or ")
                                              : say("；", "; "));
            put_all(view, item, any ? say(" 且 ", " and ") : say("；", "; "), buf);
        }
        buf_text(buf, say("）", ")"));
        return;
    }
    if (!strcmp(member, "not")) {
        buf_text(buf, say("并非（", "not ("));
        put_all(view, node, say(" 且 ", " and "), buf);
        buf_text(buf, say("）", ")"));
        return;
    }
    words_list(member, &words);
    if (view)
        words_name(member, buf);
    else
        buf_text(buf, words_member(member));
    buf_text(buf, cJSON_IsObject(node) ? say("：", ": ") : say("＝", " = "));
    put_value(view, words, node, buf);
}

static void
put_all(const struct view *view, const cJSON *object, const char *and, struct buf *buf)
{
    for (const cJSON *node = object->child; node; node = node->next) {
        buf_text(buf, node == object->child ? "" : and);
        put_member(view, node->string, node, buf);
    }
}

void
words_condition_of(const struct view *view, const char *member, const char *json, struct buf *buf)
{
    JSON_AUTO node = NULL;
    if (!json_parse(json, strlen(json), &node, NULL))
        put_member(view, member, node, buf);
}

void
words_condition(const char *member, const char *json, struct buf *buf)
{
    words_condition_of(NULL, member, json, buf);
}

bool
words_compound(const char *member)
{
    return !strcmp(member, "any") || !strcmp(member, "all") || !strcmp(member, "not");
}

static void
put_found(const struct view *view, const char *member, const cJSON *node, struct buf *buf)
{
    const struct fl_vocab *words = NULL;
    /* a cause comes as its code and name, a day as it is written */
    bool as_is = (!words_list(member, &words) || !words) && json_str(node) &&
                 (!strcmp(member, "cause") || !strncmp(member, "facts.", 6));
    if (cJSON_IsNull(node))
        buf_text(buf, say("未知", "unknown"));
    else if (cJSON_IsArray(node) && !node->child)
        buf_text(buf, say("无", "none"));
    else if (as_is)
        buf_text(buf, json_str(node));
    else
        put_value(view, words, node, buf);
}

void
words_found(const struct view *view, const char *member, const char *json, struct buf *buf)
{
    JSON_AUTO node = NULL;
    if (json_parse(json, strlen(json), &node, NULL))
        return;
    if (!words_compound(member)) {
        put_found(view, member, node, buf);
        return;
    }
    for (const cJSON *part = node->child; part; part = part->next) {
        buf_text(buf, part == node->child ? "" : say("，", ", "));
        words_name(part->string, buf);
        buf_char(buf, ' ');
        put_found(view, part->string, part, buf);
    }
}

void
words_when(const struct rule *rule, struct buf *buf)
{
    if (!rule->n_parts)
        buf_text(buf, say("无条件", "always"));
    for (int i = 0; i < rule->n_parts; i++) {
        buf_text(buf, i ? say("；", "; ") : "");
        words_condition(rule->part_name[i], rule->part_json[i], buf);
    }
}
