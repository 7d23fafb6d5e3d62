/* The members of bodies and mediators, and what each must be. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/roster/roster_put.h"
#include "fenliu/adapter.h"
#include "fenliu/limits.h"

/* --- words --- */

static const struct fl_word body_kinds[] = {
    {"committee",       "人民调解委员会"            },
    {"trade_committee", "行业性专业性调解组织"   },
    {"arbitration",     "劳动人事争议仲裁委员会"},
    {"union",           "工会"                           },
    {"court_team",      "速裁团队"                     },
    {"other",           "其他"                           },
};
static const struct fl_word absences[] = {
    {"leave",    "休假"      },
    {"training", "培训"      },
    {"duty",     "另有任务"},
    {"other",    "其他"      },
};
static const struct fl_word relations[] = {
    {"self",     "本人"                           },
    {"relative", "近亲属"                        },
    {"employer", "所在单位"                     },
    {"interest", "利害关系"                     },
    {"other",    "可能影响公正的其他关系"},
};
#define WORDS(what, words)                                                                         \
    {                                                                                              \
        what, words, sizeof(words) / sizeof *(words)                                               \
    }
const struct fl_vocab roster_body_kinds = WORDS("kind of body", body_kinds);
const struct fl_vocab roster_absences = WORDS("reason of an absence", absences);
const struct fl_vocab roster_relations = WORDS("relation", relations);

/* --- fields: in the order of the parameters of add_*.sql and set_*.sql; employer last, since it is a relation --- */

/* clang-format off */
static const struct roster_field body_fields[] = {
    {"channel", "CHANNEL", ROSTER_CHANNEL, 32, true,
     "渠道：court、mediation、arbitration、union", "court, mediation, arbitration or union"},
    {"kind", "KIND", ROSTER_BODY_KIND, 32, true,
     "性质：committee、trade_committee、arbitration、union、court_team、other",
     "committee, trade_committee, arbitration, union, court_team or other"},
    {"name", "NAME", ROSTER_TEXT, FL_MAX_NAME, true, "通知书中的名称", "as it stands in notices"},
    {"streets", "CODE[,CODE]", ROSTER_STREETS, FL_MAX_STREETS, false,
     "负责的街道（9位）、社区（12位）；缺省为全部", "streets (9 digits), communities (12); default: everywhere"},
    {"causes", "CODE[,CODE]", ROSTER_CAUSES, FL_MAX_CAUSES, false,
     "办理的案由，含其下各级；可写明版本，如2020:186；缺省为全部",
     "causes, each with all below it; 2020:186 names the list; default: every cause"},
    {"address", "TEXT", ROSTER_TEXT, FL_MAX_ADDRESS, false, "通知书中的地址", "address in notices"},
    {"phone", "TEXT", ROSTER_TEXT, FL_MAX_PHONE, false, "通知书中的电话", "telephone in notices"},
    {"active", "yes|no", ROSTER_YES_NO, 3, false, "是否在用，缺省yes", "whether it works, default yes"},
};
static const struct roster_field mediator_fields[] = {
    {"body", "BODY", ROSTER_CODE, FL_MAX_BODY, true, "所属机构的代号", "the code of the body"},
    {"name", "NAME", ROSTER_TEXT, FL_MAX_NAME, true, "姓名", "the name that parties are told"},
    {"streets", "CODE[,CODE]", ROSTER_STREETS, FL_MAX_STREETS, false,
     "负责的街道（9位）、社区（12位）；缺省同机构", "streets (9 digits), communities (12); default: the body's"},
    {"causes", "CODE[,CODE]", ROSTER_CAUSES, FL_MAX_CAUSES, false,
     "办理的案由，含其下各级；缺省同机构", "causes, each with all below it; default: the body's"},
    {"languages", "TAG[,TAG]", ROSTER_LANGUAGES, FL_MAX_LANGUAGES, false,
     "语言（BCP 47，如zh、hsn）", "languages (BCP 47: zh, hsn)"},
    {"cap", "N", ROSTER_NUMBER, FL_MAX_LOAD_CAP, false, "在手案件上限；缺省不限", "in hand at most; default: no limit"},
    {"active", "yes|no", ROSTER_YES_NO, 3, false, "是否在岗，缺省yes", "whether they work, default yes"},
    {"employer", "NAME|NUMBER", ROSTER_TEXT, FL_MAX_NAME, false,
     "所在单位，名称或统一社会信用代码，只存散列；其为当事人的案件不派",
     "the own employer, by name or credit code, kept as a keyed hash: its cases are not offered"},
};
/* clang-format on */
const struct roster_table roster_tables[ROSTER_KIND__COUNT] = {
    [ROSTER_BODY] = {"body",     "机构",    body_fields,     sizeof body_fields / sizeof *body_fields},
    [ROSTER_MEDIATOR] = {"mediator", "承办人", mediator_fields,
                     sizeof mediator_fields / sizeof *mediator_fields                                  },
};

/* --- checks --- */

struct check {
    const struct act *act;
    const struct roster_field *field;
    const char *where;
    struct faults *faults;
};

/* "VALUE: sentence"; without a value the sentence alone. */
static void
fault(const struct check *check, const char *value, const char *sentence)
{
    faults_add(check->faults,
               arena_print(check->act->arena, "%s%s", check->where, check->field->name), "%s%s%s",
               value ? value : "", value ? say("：", ": ") : "", sentence);
}

static bool
is_digits(const char *text, size_t a, size_t b)
{
    size_t n = strlen(text);
    return (n == a || n == b) && strspn(text, "0123456789") == n;
}

static bool
is_plain(const char *text)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return true;
}

static bool
is_language(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    if (n < 2 || n > 3 || strlen(text) > 35)
        return false;
    for (const char *part = text + n; *part; part += n) {
        n = 1 + strcspn(part + 1, "-");
        if (*part != '-' || n < 3 || n > 9)
            return false;
        for (size_t i = 1; i < n; i++)
            if (!isalnum((unsigned char)part[i]))
                return false;
    }
    return true;
}

/* "186.5" or "2020:186.5" as "2020:186.5"; NULL: no such cause. */
static const char *
read_cause(const struct check *check, const char *text)
{
    const struct policy *policy = check->act->policy;
    const char *colon = strchr(text, ':'), *code = colon ? colon + 1 : text;
    int list = policy_cause_list_on(policy, moment_day(check->act->at));
    for (int i = 0; colon && i < policy_cause_lists(policy); i++) {
        const char *name = policy_cause_list_name(policy, i);
        if (strlen(name) == (size_t)(colon - text) && memcmp(name, text, strlen(name)) == 0)
            list = i;
    }
    if (list < 0 ||
        (colon && strncmp(policy_cause_list_name(policy, list), text, (size_t)(colon - text)) != 0))
        return NULL;
    return policy_cause_by_code(policy, list, code) < 0
               ? NULL
               : arena_print(check->act->arena, "%s:%s", policy_cause_list_name(policy, list),
                             code);
}

static const char *
read_street(const struct check *check, const char *text)
{
    (void)check;
    return is_digits(text, 9, 12) ? text : NULL;
}

static const char *
read_language(const struct check *check, const char *text)
{
    (void)check;
    return is_language(text) ? text : NULL;
}

/* The elements of a list, between commas (also full-width ones and semicolons: spreadsheets have them). */
static const char *
check_list(const struct check *check, const char *value,
           const char *(*read)(const struct check *check, const char *text), const char *sentence)
{
    static const char *const marks[] = {",", ";", "，", "；", "、", " "};
    struct buf out = {0};
    int n = 0;
    buf_text(&out, "");
    for (const char *at = value; *at;) {
        size_t skip = 0, len = strlen(at);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const char *mark = strstr(at, marks[i]);
            if (mark == at)
                skip = strlen(marks[i]);
            else if (mark && (size_t)(mark - at) < len)
                len = (size_t)(mark - at);
        }
        at += skip ? skip : len;
        if (skip)
            continue;
        const char *element = arena_copy(check->act->arena, at - len, len);
        const char *sound = read(check, element);
        if (!sound)
            fault(check, element, sentence);
        else
            buf_print(&out, "%s%s", n++ ? "," : "", sound);
    }
    if (n > check->field->max)
        fault(check, NULL,
              arena_print(check->act->arena, say("超过%d项", "has more than %d elements"),
                          check->field->max));
    const char *text = arena_text(check->act->arena, out.data);
    buf_done(&out);
    return text;
}

static const char *
check_words(const struct check *check, const char *value, const struct fl_vocab *words)
{
    if (fl_word_find(words, value, strlen(value)) < 0)
        fault(check, value, say("不是允许的值", "none of the words"));
    return value;
}

static const char *
check_value(const struct check *check, const char *value)
{
    char *end;
    long n;
    switch (check->field->type) {
    case ROSTER_CODE:
        if (*value == ' ' || (*value && value[strlen(value) - 1] == ' '))
            fault(check, NULL, say("首尾不得有空格", "has a blank at an end"));
        break;
    case ROSTER_CHANNEL:
        n = fl_word_find(&fl_channels, value, strlen(value));
        if (n < 0 || !fl_adapter_of((enum fl_channel)n))
            fault(check, value, say("没有这个工作台", "no such desk"));
        break;
    case ROSTER_BODY_KIND:
        return check_words(check, value, &roster_body_kinds);
    case ROSTER_STREETS:
        return check_list(check, value, read_street,
                          say("不是街道（9位）或社区（12位）的区划代码",
                              "no division code of a street (9 digits) or community (12)"));
    case ROSTER_CAUSES:
        return check_list(check, value, read_cause,
                          say("该版本没有这个案由", "no such cause in that list"));
    case ROSTER_LANGUAGES:
        return check_list(check, value, read_language, say("不是语言标记", "no language tag"));
    case ROSTER_NUMBER:
        n = strtol(value, &end, 10);
        if (*value && (!isdigit((unsigned char)*value) || *end || n < 1 || n > check->field->max))
            fault(check, value,
                  arena_print(check->act->arena,
                              say("应为1至%d的整数", "must be a number from 1 to %d"),
                              check->field->max));
        break;
    case ROSTER_YES_NO:
        if (*value && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            fault(check, value, say("应为yes或no", "must be yes or no"));
        break;
    case ROSTER_TEXT:
        break;
    }
    return value;
}

static bool
is_list(enum roster_type type)
{
    return type == ROSTER_STREETS || type == ROSTER_CAUSES || type == ROSTER_LANGUAGES;
}

static void
check_size(const struct check *check, const char *value, size_t max)
{
    size_t n = strlen(value);
    if (utf8_valid(value, n) != n)
        fault(check, NULL, say("不是UTF-8编码", "is no UTF-8"));
    else if (utf8_count(value, n) > max)
        fault(
            check, NULL,
            arena_print(check->act->arena, say("超过%zu字", "has more than %zu characters"), max));
    else if (!is_plain(value))
        fault(check, NULL, say("含有控制字符", "holds control characters"));
}

void
roster_check(enum roster_kind kind, const struct act *act, struct roster_row *row, bool whole,
             const char *where, struct faults *faults)
{
    const struct roster_table *table = &roster_tables[kind];
    static const int longest[] = {[ROSTER_BODY] = FL_MAX_BODY, [ROSTER_MEDIATOR] = FL_MAX_MEDIATOR};
    const struct roster_field code = {table->word, NULL, ROSTER_CODE, longest[kind],
                                      true,        NULL, NULL};
    struct check check = {act, &code, where, faults};
    if (!*row->code)
        fault(&check, NULL, say("必填", "is required"));
    check_size(&check, row->code, (size_t)code.max);
    check_value(&check, row->code);
    for (int i = 0; i < table->n_fields; i++) {
        const char *value = row->value[i];
        check.field = &table->fields[i];
        if (check.field->required && (value ? !*value : whole))
            fault(&check, NULL, say("必填", "is required"));
        if (!value || !*value)
            continue;
        check_size(&check, value, is_list(check.field->type) ? 4096 : (size_t)check.field->max);
        row->value[i] = check_value(&check, value);
    }
}
