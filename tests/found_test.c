/* What is found in narratives: the tables of tests/narratives/, numerals there and back, limits.
 *
 *   [@filed] text | expected …
 *
 * `expected` is any of name=value (of a list: one of it), -name, -name=value, name~words (the words
 * that show it), name<percent (less sure than that). The day of filing is 2021-06-01 unless @DAY
 * says otherwise. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_check.h"
#include "engine/text/find_number.h"
#include "engine/text/found.h"
#include "engine/text/phrases.h"
#include "engine/text/text.h"
#include "fenliu/limits.h"
#include "tests/suite.h"

#define PACK   FENLIU_SOURCE "/deploy/policy/hunan"
#define TABLES FENLIU_SOURCE "/tests/narratives"

static struct policy *policy;
static struct arena arena;
static struct buf wrong;
static int n_lines;

static void
begin(void)
{
    struct fl_error err = {0};
    ck_assert_msg(!policy_load_dir(PACK, &policy, &err), "%s", err.detail);
    arena_init(&arena);
}

static struct found *
read_text(const char *narrative, size_t len, fl_day filed_on)
{
    static struct text text;
    struct fl_error err = {0};
    ck_assert_msg(!text_read(narrative, len, &arena, &text, &err), "%s", err.detail);
    return found_read(policy_phrases(policy), &text, filed_on, &arena);
}

static void
value_of(const struct found_item *item, char ret[64])
{
    struct buf buf = {0};
    found_put_value(item, &buf);
    const char *from = buf.data;
    size_t len = buf.len;
    if (*from == '"') {
        from++;
        len -= 2;
    }
    snprintf(ret, 64, "%.*s", (int)len, from);
    buf_done(&buf);
}

static bool
stands(const struct found *found, const char *narrative, const char *name, size_t name_len,
       char sign, const char *wanted, struct buf *seen)
{
    char value[64];
    bool stands = false;
    for (int i = 0; i < found->n; i++) {
        const struct found_item *item = &found->items[i];
        if (strncmp(found_name(item), name, name_len) || found_name(item)[name_len])
            continue;
        value_of(item, value);
        buf_print(seen, " %s(%.*s)", value, (int)item->len, narrative + item->at);
        if (!sign || (sign == '=' && !strcmp(value, wanted)) ||
            (sign == '<' && item->sure < atoi(wanted)) ||
            (sign == '~' && strlen(wanted) == item->len &&
             !strncmp(wanted, narrative + item->at, item->len)))
            stands = true;
    }
    return stands;
}

static char *
trim(char *text)
{
    text += strspn(text, " \t");
    for (char *end = text + strlen(text); end > text && strchr(" \t\n", end[-1]);)
        *--end = '\0';
    return text;
}

static void
run_line(const char *file, int number, char *line)
{
    fl_day filed_on = day_of_civil(2021, 6, 1);
    char *bar = strrchr(line, '|'), *rest, *word;
    ck_assert_msg(bar != NULL, "%s:%d: no bar", file, number);
    *bar = 0;
    if (*line == '@') {
        ck_assert_msg(day_parse(line + 1, 10, &filed_on), "%s:%d: no day", file, number);
        line += 11;
    }
    char *narrative = trim(line);
    arena_reset(&arena);
    const struct found *found = read_text(narrative, strlen(narrative), filed_on);
    for (rest = bar + 1; (word = strtok_r(rest, " \n", &rest));) {
        struct buf seen = {0};
        bool out = *word == '-';
        const char *name = word + out;
        size_t len = strcspn(name, "=~<");
        if (stands(found, narrative, name, len, name[len], name[len] ? name + len + 1 : "",
                   &seen) == out)
            buf_print(&wrong, "%s:%d: %s: expected %s, found%s\n", file, number, narrative, word,
                      seen.len ? seen.data : " nothing");
        buf_done(&seen);
    }
    n_lines++;
}

static void
run_file(const char *name)
{
    char path[512], line[16384];
    snprintf(path, sizeof path, "%s/%s", TABLES, name);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    for (int number = 1; fgets(line, sizeof line, file); number++)
        if (*line != '#' && *trim(line))
            run_line(name, number, line);
    fclose(file);
}

START_TEST(every_narrative_of_the_tables_shows_what_it_should)
{
    begin();
    DIR *dir = opendir(TABLES);
    ck_assert_ptr_nonnull(dir);
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (strstr(entry->d_name, ".txt"))
            run_file(entry->d_name);
    closedir(dir);
    ck_assert_msg(wrong.len == 0, "%s", wrong.data);
    ck_assert_int_gt(n_lines, 350);
}
END_TEST

/* --- numerals --- */

static const char *const plain[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const formal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const plain_units[] = {"", "十", "百", "千"};
static const char *const formal_units[] = {"", "拾", "佰", "仟"};

/* 0 … 9999, with 零 where a place in between is empty. */
static void
write_section(unsigned n, bool leading, const char *const *digits, const char *const *units,
              struct buf *buf)
{
    static const unsigned powers[] = {1, 10, 100, 1000};
    bool zero = leading && n < 1000, begun = leading;
    for (int place = 3; place >= 0; place--) {
        unsigned d = n / powers[place] % 10;
        if (!d) {
            zero |= begun && n % powers[place] != 0;
            continue;
        }
        if (zero)
            buf_text(buf, digits[0]);
        zero = false;
        begun = true;
        buf_text(buf, digits[d]);
        buf_text(buf, units[place]);
    }
}

static void
write_numeral(int64_t n, const char *const *digits, const char *const *units, struct buf *buf)
{
    static const struct {
        int64_t of;
        const char *word;
    } large[] = {
        {100000000, "亿"},
        {10000,     "万"},
        {1,         ""   }
    };
    bool begun = false;
    if (!n)
        buf_text(buf, digits[0]);
    if (n >= INT64_C(1000000000000)) { /* 一万亿 */
        write_numeral(n / 100000000, digits, units, buf);
        buf_text(buf, "亿");
        n %= 100000000;
        begun = true;
    }
    for (int i = 0; i < 3; i++) {
        unsigned section = (unsigned)(n / large[i].of % 10000);
        if (!section)
            continue;
        write_section(section, begun, digits, units, buf);
        buf_text(buf, large[i].word);
        begun = true;
    }
}

static int64_t
read_numeral(const char *numeral, bool *ret_whole)
{
    struct text text;
    struct number number;
    struct fl_error err = {0};
    arena_reset(&arena);
    ck_assert(!text_read(numeral, strlen(numeral), &arena, &text, &err));
    if (!number_begins(&text, 0) || !number_read(&text, 0, &number))
        return -1;
    *ret_whole = number.to == text.n;
    return number.value / NUMBER_ONE;
}

static void
there_and_back(int64_t n)
{
    struct buf buf = {0};
    bool whole;
    write_numeral(n, plain, plain_units, &buf);
    ck_assert_msg(read_numeral(buf.data, &whole) == n && whole, "%lld: %s", (long long)n, buf.data);
    buf_reset(&buf);
    write_numeral(n, formal, formal_units, &buf);
    ck_assert_msg(read_numeral(buf.data, &whole) == n && whole, "%lld: %s", (long long)n, buf.data);
    buf_reset(&buf);
    buf_print(&buf, "%lld", (long long)n);
    ck_assert_msg(read_numeral(buf.data, &whole) == n && whole, "%s", buf.data);
    buf_done(&buf);
}

START_TEST(numerals_are_read_as_they_were_written)
{
    uint64_t random = 88172645463325252u;
    arena_init(&arena);
    for (int64_t n = 0; n < 20000; n++)
        there_and_back(n);
    for (int64_t power = 10; power <= INT64_C(1000000000000); power *= 10)
        for (int64_t near = -2; near <= 2; near++)
            there_and_back(power + near);
    for (int i = 0; i < 20000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        there_and_back((int64_t)(random % UINT64_C(1000000000001)) / (i % 4 ? 1 << i % 31 : 1));
    }
}
END_TEST

START_TEST(numerals_as_they_are_spoken)
{
    static const struct {
        const char *numeral;
        int64_t value;
    } rows[] = {
        {"两百五",       250          },
        {"三万二",       32000        },
        {"三万二千",    32000        },
        {"3万2",           32000        },
        {"3万2千",        32000        },
        {"3.2万",          32000        },
        {"1万2千5百",    12500        },
        {"12万5000",       125000       },
        {"5千",            5000         },
        {"5k",              5000         },
        {"3w",              30000        },
        {"32,000",          32000        },
        {"1,234,567",       1234567      },
        {"３２０００", 32000        },
        {"十",             10           },
        {"十二",          12           },
        {"一十二",       12           },
        {"两万两千",    22000        },
        {"壹拾万",       100000       },
        {"贰仟零伍拾", 2050         },
        {"一万零五百", 10500        },
        {"一千零一夜", 1001         },
        {"二〇二〇",    2020         },
        {"二零二一",    2021         },
        {"1.2亿",          120000000    },
        {"1.23456789亿",   123456789    },
        {"三亿五千万", 350000000    },
        {"一万亿",       1000000000000},
    };
    bool whole;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(read_numeral(rows[i].numeral, &whole) == rows[i].value, "%s: %lld",
                      rows[i].numeral, (long long)read_numeral(rows[i].numeral, &whole));
}
END_TEST

START_TEST(what_is_beyond_all_measure_is_no_number)
{
    static const char *const rows[] = {"99999999999999999999", "1000000000000000", "九亿亿",
                                       "9999999999999999999999999999999999万"};
    bool whole;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(read_numeral(rows[i], &whole) == -1 || !whole, "%s", rows[i]);
}
END_TEST

/* --- the stored form, order and limits --- */

START_TEST(findings_come_back_from_their_stored_form)
{
    static const char narrative[] =
        "我们十二名工人2020年3月5日被公司辞退，拖欠工资三万二千元，请求支付，共计32000元。"
        "劳动仲裁不予受理，自2019年2月至2020年3月上班。对方拒绝调解。";
    struct found again;
    struct buf once = {0}, twice = {0};
    struct fl_error err = {0};
    begin();
    const struct found *found =
        read_text(narrative, sizeof narrative - 1, day_of_civil(2021, 6, 1));
    found_put(found, NULL, &once);
    ck_assert_ptr_null(strstr(once.data, "words"));
    JSON_AUTO stored = NULL;
    ck_assert_msg(!json_parse(once.data, once.len, &stored, &err), "%s", err.detail);
    ck_assert_msg(found_take(stored, &again), "%s", once.data);
    ck_assert_int_eq(again.n, found->n);
    found_put(&again, NULL, &twice);
    ck_assert_str_eq(once.data, twice.data);
    buf_done(&once);
    buf_done(&twice);
}
END_TEST

START_TEST(a_stored_form_that_is_none_is_not_taken)
{
    static const char *const rows[] = {
        "[]",
        "{\"nothing\":{\"value\":1,\"at\":0,\"bytes\":1,\"confidence\":0.9}}",
        "{\"wage_iou\":{\"value\":1,\"at\":0,\"bytes\":1,\"confidence\":0.9}}",
        "{\"wage_iou\":{\"value\":true,\"bytes\":1,\"confidence\":0.9}}",
        "{\"wage_iou\":{\"value\":true,\"at\":-1,\"bytes\":1,\"confidence\":0.9}}",
        "{\"arbitration\":{\"value\":\"perhaps\",\"at\":0,\"bytes\":1,\"confidence\":0.9}}",
        "{\"claims\":[{\"value\":\"gold\",\"at\":0,\"bytes\":1,\"confidence\":0.9}]}",
        "{\"employed_from\":{\"value\":\"2020-13-01\",\"at\":0,\"bytes\":1}}",
    };
    struct found found;
    struct fl_error err = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        JSON_AUTO node = NULL;
        ck_assert(!json_parse(rows[i], strlen(rows[i]), &node, &err));
        ck_assert_msg(!found_take(node, &found), "%s", rows[i]);
    }
}
END_TEST

static struct found *
read_repeated(const char *piece, size_t size)
{
    struct buf buf = {0};
    while (buf.len + strlen(piece) <= size)
        buf_text(&buf, piece);
    char *text = arena_copy(&arena, buf.data, buf.len);
    struct found *found = read_text(text, buf.len, day_of_civil(2021, 6, 1));
    buf_done(&buf);
    return found;
}

START_TEST(a_narrative_has_no_more_than_so_many_findings)
{
    begin();
    const struct found *found = read_repeated("他欠我500元。", FL_MAX_NARRATIVE);
    ck_assert_int_eq(found->n, FOUND_MAX);
    /* what stands alone is never left out for one of many */
    struct buf buf = {0};
    for (int i = 0; i < FOUND_MAX + 10; i++)
        buf_print(&buf, "2020年3月5日付%d元。", i + 100);
    buf_text(&buf, "公司没有工会。");
    found = read_text(buf.data, buf.len, FL_NO_DAY);
    ck_assert_ptr_nonnull(found_of(found, FOUND_FACT, FL_FACT_UNION_AT_EMPLOYER));
    buf_done(&buf);
}
END_TEST

/* --- the tables of the pack --- */

/* The Hunan pack with a piece of one file replaced by another of the same length. */
static int
load_changed(const char *path, const char *was, const char *is, struct policy **ret,
             struct fl_error *err)
{
    struct pack pack;
    int code = pack_read_dir(PACK, &pack, err);
    ck_assert_msg(!code && strlen(was) == strlen(is), "%s", err->detail);
    for (int i = 0; i < pack.n_files; i++) {
        char *at = strcmp(pack.files[i].path, path) ? NULL : strstr(pack.files[i].data, was);
        if (at)
            memcpy(at, is, strlen(is));
    }
    code = policy_load(&pack, ret, err);
    pack_done(&pack);
    return code;
}

START_TEST(a_wrong_table_of_words_or_takings_is_refused_by_file_and_row)
{
    static const struct {
        const char *path, *was, *is, *says;
    } rows[] = {
        {"phrases.tsv", "facts.wage_iou\ttrue",         "facts.wage_xyz\ttrue",         "there is no fact"   },
        {"phrases.tsv", "facts.wage_iou\ttrue",         "facts.wage_iou\tsure",         "is true or false"   },
        {"phrases.tsv", "cue\tnegation",                "cue\tnegatiom",                "there is no cue"    },
        {"phrases.tsv", "\tnhq\t",                      "\tnhx\t",                      "is - or some of"    },
        {"phrases.tsv", "\t95\t",                       "\t00\t",                       "is 1 to 99"         },
        {"phrases.tsv", "{没有|",                     "[没有|",                     "characters"         },
        {"phrases.tsv", "老板给我打了一张",     "老板没给打过一张",     "does not show it"   },
        {"found.json",  "\"facts.knew_on\"",            "\"facts.knew_om\"",            "there is no fact"   },
        {"found.json",  "\"needs\": \"words\"",         "\"needs\": \"wordz\"",         "is nothing, words"  },
        {"found.json",  "\"min_sure\": 85",             "\"min_sure\": 00",             ""                   },
        {"found.json",  "facts.remanded\"",             "facts.retrial\" ",             "remanded has no row"},
        {"found.json",  "人民调解法 第十七条", "人民调解法 第七十条", "unknown article"    },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fl_error err = {0};
        ck_assert_msg(load_changed(rows[i].path, rows[i].was, rows[i].is, &policy, &err),
                      "%s is taken", rows[i].is);
        ck_assert_msg(strstr(err.detail, rows[i].path) && strstr(err.detail, rows[i].says), "%s",
                      err.detail);
    }
}
END_TEST

START_TEST(a_diff_of_packs_tells_of_words_and_takings)
{
    struct policy *changed;
    struct fl_error err = {0};
    struct buf buf = {0};
    begin();
    lang_set("en");
    ck_assert_msg(!load_changed("phrases.tsv", "|欠薪条|工钱", "|欠薪单|工钱", &changed, &err),
                  "%s", err.detail);
    ck_assert_int_eq(policy_diff(policy, changed, FL_NO_DAY, &buf), 2);
    ck_assert_ptr_nonnull(strstr(buf.data, "No longer found in narratives: facts.wage_iou true"));
    ck_assert_ptr_nonnull(strstr(buf.data, "Found in narratives from now on: facts.wage_iou true"));
    policy_release(changed);
    buf_reset(&buf);
    ck_assert_msg(
        !load_changed("found.json", "\"min_sure\": 85", "\"min_sure\": 86", &changed, &err), "%s",
        err.detail);
    ck_assert_int_eq(policy_diff(policy, changed, FL_NO_DAY, &buf), 1);
    ck_assert_ptr_nonnull(strstr(buf.data, "FND-010, changes"));
    policy_release(changed);
    buf_done(&buf);
}
END_TEST

SUITE(found, "what is found in narratives", every_narrative_of_the_tables_shows_what_it_should,
      numerals_are_read_as_they_were_written, numerals_as_they_are_spoken,
      what_is_beyond_all_measure_is_no_number, findings_come_back_from_their_stored_form,
      a_stored_form_that_is_none_is_not_taken, a_narrative_has_no_more_than_so_many_findings,
      a_wrong_table_of_words_or_takings_is_refused_by_file_and_row,
      a_diff_of_packs_tells_of_words_and_takings)
