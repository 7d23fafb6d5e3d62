/* Fuzzing the way from bytes to a decision.
 *
 *   build/<mode>/fuzz_case [SEED [INPUTS]]      deterministic mutations, no tool needed
 *   clang -DFENLIU_LIBFUZZER -fsanitize=fuzzer  the same promises under libFuzzer
 *
 * The promises: whatever comes in, nothing crashes; a refusal names faults with sound pointers and
 * valid UTF-8; what is read can be stored without personal data, read again, and is then decided
 * the same. */
#include "tests/fuzz/fuzz_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "engine/base/error_write.h"

/* --- the promises --- */

static const char *
refusal_is_sound(const struct fl_error *err)
{
    struct buf buf = {0};
    cJSON *doc = NULL;
    const char *broken = NULL;

    error_write(err, &buf);
    if (json_parse(buf.data, buf.len, &doc, NULL))
        broken = "the error is JSON";
    for (int i = 0; i < err->n_faults; i++) {
        const char *pointer = err->faults[i].pointer;
        if (*pointer && *pointer != '/')
            broken = "a pointer is empty or starts with /";
        if (!*err->faults[i].detail)
            broken = "a fault says what is wrong";
    }
    if (err->code == FL_E_INVALID_PARAMS && !err->n_faults)
        broken = "a refusal names a fault";
    cJSON_Delete(doc);
    buf_done(&buf);
    return broken;
}

static const char *
decides_the_same(const struct policy *policy, const cJSON *doc, const struct fl_case *c,
                 struct arena *arena)
{
    struct buf skeleton = {0}, full = {0}, again = {0};
    struct fl_decision decision;
    struct fl_error err = {0};
    struct fl_case stored;
    cJSON *kept = NULL, *written = NULL;
    const char *broken = NULL;

    struct fl_case whole = *c;
    case_narrative(policy, NULL, &whole, arena);
    case_skeleton(policy, doc, whole.reading, &skeleton);
    decide(policy, &whole, c->filed_on, arena, &decision);
    decision.narrative = NULL; /* a stored decision holds no word of it */
    decision_write(policy, &decision, c->ref, NULL, &full);
    if (json_parse(full.data, full.len, &written, NULL))
        broken = "a decision is JSON";
    else if (json_parse(skeleton.data, skeleton.len, &kept, NULL))
        broken = "a skeleton is JSON";
    else if (case_read(policy, kept, CASE_SKELETON, "", arena, &stored, &err))
        broken = "a skeleton reads again";
    if (!broken) {
        decide(policy, &stored, stored.filed_on, arena, &decision);
        decision_write(policy, &decision, stored.ref, NULL, &again);
        if (strcmp(full.data, again.data) != 0)
            broken = "a skeleton is decided as its document";
    }
    cJSON_Delete(written);
    cJSON_Delete(kept);
    buf_done(&skeleton);
    buf_done(&full);
    buf_done(&again);
    return broken;
}

const char *
fuzz_case_input(const struct policy *policy, const char *text, size_t len, struct fuzz_count *count)
{
    struct arena arena;
    struct fl_error err = {0};
    struct fl_case c;
    cJSON *doc = NULL;
    const char *broken = NULL;

    arena_init(&arena);
    count->inputs++;
    if (json_parse(text, len, &doc, &err)) {
        broken = refusal_is_sound(&err);
    } else {
        count->parsed++;
        if (case_read(policy, doc, CASE_FULL, "", &arena, &c, &err)) {
            broken = refusal_is_sound(&err);
        } else {
            count->read++;
            broken = decides_the_same(policy, doc, &c, &arena);
        }
    }
    cJSON_Delete(doc);
    arena_done(&arena);
    return broken;
}

#ifdef FENLIU_LIBFUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct policy *policy;
    static struct fuzz_count count;
    const char *broken;

    if (!policy && policy_load_dir(policy_default_dir(), &policy, NULL))
        abort();
    broken = fuzz_case_input(policy, (const char *)data, size, &count);
    if (broken) {
        fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
    return 0;
}

#else

/* --- mutations --- */

static const char *const seeds[] = {
    "{\"source\":\"a\",\"ref\":\"1\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:"
    "00\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_no\":\"11010519491231002X\","
    "\"phone\":"
    "\"1\",\"address\":\"b\",\"division\":\"430204001\",\"tags\":[\"worker\",\"migrant_worker\"]}],"
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"乙\",\"id_no\":\"91350100M000100Y43\","
    "\"tags\":"
    "[\"employer\"]}],\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"
    "\"amount_fen\":3000000,\"amounts_fen\":{\"wages\":3000000},\"narrative\":\"工资\",\"facts\":"
    "{\"consent_to_mediate\":\"both\",\"union_at_employer\":true,\"knew_on\":\"2021-01-01\"}}",
    "{\"source\":\"b\",\"ref\":\"2\",\"court\":\"430204\",\"filed_at\":\"2025-03-05T09:00:00Z\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"丙\"}],\"respondents\":[{\"kind\":\"person\","
    "\"name\":\"丁\"}],\"cause\":{\"name\":\"民间借贷纠纷\"},\"claims\":[\"loan\"],\"amount_fen\":"
    "100,"
    "\"history\":[{\"channel\":\"mediation\",\"procedure\":\"entrusted_mediation\",\"outcome\":"
    "\"failed\",\"reason\":\"x\",\"on\":\"2025-03-20\"}]}",
    "{\"source\":\"c\",\"ref\":\"3\",\"court\":\"430204\",\"filed_at\":\"2026-02-05T09:00:00.5+08:"
    "00\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"戊\"}],\"narrative\":"
    "\"我们十二名工人被拖欠工资三万二千元，劳动仲裁委不予受理，我愿意调解，申请人身安全保护令。\","
    "\"facts\":"
    "{\"arbitration\":\"award\",\"arbitration_on\":\"2026-02-01\"}}",
};
enum { N_SEEDS = sizeof seeds / sizeof *seeds, LONGEST_INPUT = 8192, DEEPEST_EDIT = 4 };

static const char *const pieces[] = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "9007199254740993",
    "1.5",
    "\"\"",
    "[]",
    "{}",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\xff",
    "\xc3",
    "{\"a\":",
    "[[[[",
    "\"2021-02-29\"",
    "\"186.5\"",
    "\"不当得利纠纷\"",
    "\"version\"",
    "\"refused\"",
    "\"court\"",
    "\"outside\"",
    "\"history\"",
    "\"facts\"",
    "\"x\":1,",
    "\r\n",
    "\xef\xbb\xbf",
    "/~",
};
enum { N_PIECES = sizeof pieces / sizeof *pieces };

static uint64_t
next(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static size_t
below(uint64_t *state, size_t n)
{
    return n ? (size_t)(next(state) % n) : 0;
}

static void
replace(struct buf *buf, size_t from, size_t len, const char *text, size_t text_len)
{
    struct buf out = {0};

    buf_put(&out, buf->data, from);
    buf_put(&out, text, text_len);
    buf_put(&out, buf->data + from + len, buf->len - from - len);
    buf_done(buf);
    *buf = out;
}

/* Bytes changed, lost, doubled, or a piece put among them. */
static void
edit_bytes(struct buf *buf, uint64_t *state)
{
    size_t at = below(state, buf->len), len = below(state, 16);
    const char *piece = pieces[below(state, N_PIECES)];
    char byte = (char)next(state);

    if (len > buf->len - at)
        len = buf->len - at;
    switch (below(state, 4)) {
    case 0:
        replace(buf, at, buf->len > at, &byte, 1);
        break;
    case 1:
        replace(buf, at, len, "", 0);
        break;
    case 2:
        replace(buf, at, 0, piece, strlen(piece));
        break;
    default:
        replace(buf, at, len, piece, strlen(piece));
        break;
    }
}

static int
nodes(const cJSON *node)
{
    int n = 1;

    for (const cJSON *child = node->child; child; child = child->next)
        n += nodes(child);
    return n;
}

static cJSON *
node_at(cJSON *node, int *left)
{
    cJSON *found = NULL;

    if ((*left)-- == 0)
        return node;
    for (cJSON *child = node->child; child && !found; child = child->next)
        found = node_at(child, left);
    return found;
}

/* The value of a whole node becomes that of another one or a piece: mostly valid JSON comes out. */
static void
edit_tree(struct buf *buf, uint64_t *state)
{
    cJSON *doc = NULL, *target, *other;
    struct buf from = {0}, to = {0};
    char *at;
    int left;

    if (json_parse(buf->data, buf->len, &doc, NULL))
        return;
    left = (int)below(state, (size_t)nodes(doc));
    target = node_at(doc, &left);
    left = (int)below(state, (size_t)nodes(doc));
    other = node_at(doc, &left);
    json_write(target, &from);
    if (below(state, 2))
        json_write(other, &to);
    else
        buf_text(&to, pieces[below(state, N_PIECES)]);
    at = strstr(buf->data, from.data);
    if (at)
        replace(buf, (size_t)(at - buf->data), from.len, to.data, to.len);
    cJSON_Delete(doc);
    buf_done(&from);
    buf_done(&to);
}

const char *
fuzz_case_run(const struct policy *policy, uint64_t seed, long n, struct fuzz_count *count)
{
    uint64_t state = seed;
    const char *broken = NULL;

    for (long i = 0; i < n && !broken; i++) {
        struct buf buf = {0};

        buf_text(&buf, seeds[below(&state, N_SEEDS)]);
        for (size_t edits = below(&state, DEEPEST_EDIT); edits && buf.len < LONGEST_INPUT; edits--)
            (below(&state, 3) ? edit_tree : edit_bytes)(&buf, &state);
        broken = fuzz_case_input(policy, buf.data ? buf.data : "", buf.len, count);
        if (broken)
            fprintf(stderr, "broken: %s\nseed %llu, input %ld: %.*s\n", broken,
                    (unsigned long long)seed, i, (int)buf.len, buf.data);
        buf_done(&buf);
    }
    return broken;
}

#ifndef FENLIU_IN_UNIT

int
main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    long n = argc > 2 ? strtol(argv[2], NULL, 10) : 100000;
    struct policy *policy = NULL;
    struct fuzz_count count = {0};
    struct fl_error err = {0};
    const char *broken;

    if (policy_load_dir(policy_default_dir(), &policy, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return EXIT_FAILURE;
    }
    broken = fuzz_case_run(policy, seed, n, &count);
    printf("%s - %ld inputs, %ld were JSON, %ld were cases\n", broken ? "not ok" : "ok",
           count.inputs, count.parsed, count.read);
    policy_release(policy);
    return broken ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
#endif
