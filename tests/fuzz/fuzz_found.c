/* Fuzzing the finders of narratives.
 *
 *   build/<mode>/fuzz_found [SEED [INPUTS]]      deterministic texts, no tool needed
 *   clang -DFENLIU_LIBFUZZER -fsanitize=fuzzer   the same promises under libFuzzer
 *
 * The promises: whatever is written, nothing crashes; each finding lies within the text at whole characters;
 * amounts are within their limit; findings stand in their order, each thing once; the stored form comes
 * back as it was; and the same text gives the same findings again. */
#include "tests/fuzz/fuzz_found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/text/found.h"
#include "engine/text/text.h"
#include "fenliu/limits.h"

static const char *
places_are_sound(const struct found *found, const char *text, size_t len)
{
    for (int i = 0; i < found->n; i++) {
        const struct found_item *item = &found->items[i];
        if ((size_t)item->at + item->len > len)
            return "a finding lies within the text";
        if (utf8_valid(text + item->at, item->len) != item->len)
            return "the words of a finding are whole characters";
        if (i && item->kind < found->items[i - 1].kind)
            return "findings stand in their order";
        if ((item->kind == FOUND_AMOUNT || item->kind == FOUND_MONEY) &&
            (item->value < 0 || item->value > FL_MAX_AMOUNT_FEN))
            return "an amount is within its limit";
        if (item->sure < 1 || item->sure > 99)
            return "a finding is sure by 1 to 99 per cent";
    }
    return NULL;
}

static const char *
comes_back(const struct found *found)
{
    static struct found again;
    struct buf once = {0}, twice = {0};
    cJSON *node = NULL;
    const char *broken = NULL;
    found_put(found, NULL, &once);
    if (json_parse(once.data, once.len, &node, NULL) || !found_take(node, &again))
        broken = "the stored form is read again";
    if (!broken) {
        found_put(&again, NULL, &twice);
        if (strcmp(once.data, twice.data))
            broken = "the stored form comes back as it was";
    }
    cJSON_Delete(node);
    buf_done(&once);
    buf_done(&twice);
    return broken;
}

static bool
same(const struct found *a, const struct found *b)
{
    struct buf one = {0}, two = {0};
    found_put(a, NULL, &one);
    found_put(b, NULL, &two);
    bool same = !strcmp(one.data, two.data);
    buf_done(&one);
    buf_done(&two);
    return same;
}

const char *
fuzz_found_input(const struct policy *policy, const char *text, size_t len, long *ret_n)
{
    const fl_day filed_on = day_of_civil(2021, 6, 1);
    struct arena arena;
    struct text read;
    const char *broken = NULL;
    struct fl_error err = {0};
    *ret_n = 0;
    arena_init(&arena);
    if (!text_read(text, len, &arena, &read, &err)) {
        const struct found *found = found_read(policy_phrases(policy), &read, filed_on, &arena);
        *ret_n = found->n;
        broken = places_are_sound(found, text, len);
        if (!broken)
            broken = comes_back(found);
        if (!broken && !same(found, found_read(policy_phrases(policy), &read, filed_on, &arena)))
            broken = "the same text gives the same findings";
    }
    arena_done(&arena);
    return broken;
}

static const char *const pieces[] = {"三万二千",
                                     "一",
                                     "拖欠工资",
                                     "仲裁委",
                                     "不予受理",
                                     "如果",
                                     "没有",
                                     "2020.",
                                     "1,1",
                                     "二〇",
                                     "万",
                                     "亿",
                                     "我们十二名工人",
                                     "请求",
                                     "不",
                                     "，",
                                     "。",
                                     "\n",
                                     "🙂",
                                     "至",
                                     "￥",
                                     "３２０００",
                                     "年3月",
                                     "调解",
                                     "共计",
                                     "元",
                                     "3万",
                                     "个月",
                                     "打了欠条",
                                     "每月",
                                     "诉讼请求：",
                                     "事实与理由",
                                     "其中",
                                     "（",
                                     "）",
                                     "2021年3月5日",
                                     "去年",
                                     "至今",
                                     "等",
                                     "人",
                                     "第",
                                     "十",
                                     "零",
                                     "角",
                                     "已付",
                                     "工資",
                                     "　",
                                     "99999999999999999999",
                                     "0.0001",
                                     "×",
                                     "=",
                                     "-",
                                     "~",
                                     "裁决书",
                                     "收到",
                                     "吗？",
                                     "\xff",
                                     "\xe4\xb8"};
enum { N_PIECES = sizeof pieces / sizeof *pieces, MOST_PIECES = 60 };

static uint64_t
draw(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

const char *
fuzz_found_run(const struct policy *policy, uint64_t seed, long n, long *ret_found)
{
    const char *broken = NULL;
    struct buf text = {0};
    *ret_found = 0;
    for (long i = 0; i < n && !broken; i++) {
        long found;
        buf_reset(&text);
        buf_text(&text, "");
        for (uint64_t left = draw(&seed) % MOST_PIECES; left; left--)
            buf_text(&text, pieces[draw(&seed) % (N_PIECES - (i % 8 ? 2 : 0))]);
        broken = fuzz_found_input(policy, text.data, text.len, &found);
        *ret_found += found;
        if (broken)
            fprintf(stderr, "text: %s\n", text.data);
    }
    buf_done(&text);
    return broken;
}

#ifdef FENLIU_LIBFUZZER
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct policy *policy;
    long n;
    struct fl_error err = {0};
    if (!policy && policy_load_dir(policy_default_dir(), &policy, &err))
        abort();
    if (fuzz_found_input(policy, (const char *)data, size, &n))
        abort();
    return 0;
}
#elif !defined FENLIU_IN_UNIT
int
main(int argc, char **argv)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    long found;
    if (policy_load_dir(policy_default_dir(), &policy, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    const char *broken = fuzz_found_run(policy, argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
                                        argc > 2 ? atol(argv[2]) : 100000, &found);
    policy_release(policy);
    if (broken)
        fprintf(stderr, "broken: %s\n", broken);
    else
        printf("%ld findings, no promise broken\n", found);
    return broken != NULL;
}
#endif
