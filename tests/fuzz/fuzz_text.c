/* Fuzzing the way from bytes to what a narrative is about.
 *
 *   build/<mode>/fuzz_text [SEED [INPUTS]]      deterministic mutations, no tool needed
 *   clang -DFENLIU_LIBFUZZER -fsanitize=fuzzer  the same promises under libFuzzer
 *
 * The promises: broken UTF-8 is refused with the byte that utf8_valid names; what is read leads back into the original
 * in order and at whole characters; shares are shares; findings are JSON. */
#include "tests/fuzz/fuzz_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/text/classify.h"
#include "engine/text/found.h"
#include "fenliu/limits.h"

static const char *
leads_back(const struct text *text)
{
    for (int i = 0; i < text->n; i++) {
        size_t at, len = text_span(text, i, i + 1, &at);
        if (!text->ch[i])
            return "no character is 0";
        if (i && text->at[i] <= text->at[i - 1])
            return "places rise";
        if (at + len > text->original_len || utf8_valid(text->original + at, len) != len)
            return "a character leads back to whole characters";
    }
    return text->at[text->n] == text->original_len ? NULL : "the last place is the end";
}

static const char *
shares_sound(const struct fuzz_texts *texts, const struct classification *found)
{
    double sum = found->no_dispute;
    for (int k = 0; k < FL_DOMAIN__COUNT; k++)
        sum += found->domain_share[k];
    if (!(fabs(sum - 1) < 1e-6) || !(found->confidence >= 0 && found->confidence <= 1))
        return "shares are shares";
    for (int k = 0; k < found->n_top; k++)
        if (policy_cause(texts->policy, found->cause_list, found->top[k].cause)->domain !=
            found->domain)
            return "causes are of the domain";
    return NULL;
}

static const char *
findings_sound(const struct fuzz_texts *texts, const struct text *text, struct arena *arena)
{
    struct buf buf = {0};
    JSON_AUTO tree = NULL;
    char *original = arena_copy(arena, text->original, text->original_len);
    bool sound;

    found_put(found_read(policy_phrases(texts->policy), text, day_of_civil(2021, 3, 5), arena),
              original, &buf);
    sound = json_parse(buf.data, buf.len, &tree, NULL) == 0;
    buf_done(&buf);
    return sound ? NULL : "findings are JSON";
}

static const char *
reads_soundly(struct fuzz_texts *texts, const char *data, size_t len, struct arena *arena)
{
    struct text text;
    struct classification found;
    struct fl_error err = {0};
    int code = text_read(data, len, arena, &text, &err);
    bool sound = len <= FL_MAX_NARRATIVE && utf8_valid(data, len) == len;
    const char *broken;

    if ((code == 0) != sound)
        return "what is valid is read, and nothing else";
    if (code)
        return *err.detail ? NULL : "a refusal says why";
    texts->read++;
    broken = leads_back(&text);
    if (broken)
        return broken;
    classify(texts->model, texts->policy, &text, NULL, day_of_civil(2021, 3, 5), arena, &found);
    broken = shares_sound(texts, &found);
    return broken || memchr(data, 0, len) ? broken : findings_sound(texts, &text, arena);
}

const char *
fuzz_text_input(struct fuzz_texts *texts, const char *data, size_t len)
{
    struct arena arena;
    const char *broken;

    arena_init(&arena);
    texts->inputs++;
    broken = reads_soundly(texts, data, len, &arena);
    arena_done(&arena);
    return broken;
}

static int
open_texts(struct fuzz_texts *ret)
{
    struct fl_error err = {0};

    *ret = (struct fuzz_texts){0};
    if (policy_load_dir(policy_default_dir(), &ret->policy, &err) ||
        model_open(model_default_path(), &ret->model, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    return 0;
}

#ifdef FENLIU_LIBFUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fuzz_texts texts;
    const char *broken;

    if (!texts.model && open_texts(&texts))
        abort();
    broken = fuzz_text_input(&texts, (const char *)data, size);
    if (broken) {
        fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
    return 0;
}

#else

static void
close_texts(struct fuzz_texts *texts)
{
    policy_release(texts->policy);
    model_close(texts->model);
}

static const char *const pieces[] = {
    "公司拖欠工资",
    "三万二千元",
    "32000.50元",
    "2021年3月5日",
    "我们十二名工人",
    "原告",
    "被告某区人社局",
    "認定工傷",
    "，",
    "。\n",
    "　",
    "😀",
    "\xf0\xa0\xae\xb7",
    "\xff",
    "\xe5\xb7",
    "\xed\xa0\x80",
    "\xc0\xaf",
    "\xf4\x90",
    "\xe2\x80\x8b",
    "Ａ１",
    "x",
    " ",
    "\r",
    "亿万百十零",
    "请求判令离婚",
    "9999999999",
    "借条",
    "某某×*",
    "\x01",
    "……",
    "物权保护不动产登记", /* of another domain in each list */
};
enum { N_PIECES = sizeof pieces / sizeof *pieces, MOST_PIECES = 60, LONG_ONE_IN = 4000 };

static uint64_t
next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* Pieces in a row, now and then with a byte changed, now and then longer than a narrative may be. */
static void
make_input(uint64_t *state, struct buf *ret)
{
    uint64_t n = next(state) % MOST_PIECES;

    buf_reset(ret);
    if (next(state) % LONG_ONE_IN == 0)
        n = FL_MAX_NARRATIVE / 4;
    while (n--) {
        uint64_t piece = next(state) % N_PIECES;
        bool is_broken = piece >= 13 && piece <= 17;
        if (!is_broken || next(state) % 64 == 0)
            buf_text(ret, pieces[piece]);
    }
    buf_char(ret, '.');
    if (next(state) % 8 == 0)
        ret->data[next(state) % ret->len] = (char)next(state);
}

const char *
fuzz_text_run(struct fuzz_texts *texts, uint64_t seed, long n)
{
    struct buf input = {0};
    const char *broken = NULL;

    for (long i = 0; i < n && !broken; i++) {
        make_input(&seed, &input);
        broken = fuzz_text_input(texts, input.data, input.len);
        if (broken)
            fprintf(stderr, "input %ld: %.*s\n", i, (int)input.len, input.data);
    }
    buf_done(&input);
    return broken;
}

#ifndef FENLIU_IN_UNIT

int
main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    long n = argc > 2 ? atol(argv[2]) : 100000;
    struct fuzz_texts texts;
    const char *broken;

    if (open_texts(&texts))
        return 1;
    broken = fuzz_text_run(&texts, seed, n);
    printf("%ld inputs, %ld read: %s\n", texts.inputs, texts.read,
           broken ? broken : "no promise was broken");
    close_texts(&texts);
    return broken != NULL;
}

#endif
#endif
