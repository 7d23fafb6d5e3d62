/* The decision: boundaries, history, what is missing, what follows, and that routing takes no
 * memory. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/decide_view.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "tests/case_random.h"
#include "tests/suite.h"

/* Every malloc, calloc and realloc of the process is counted, where no sanitizer has them. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COUNTS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COUNTS 0
#endif
#endif
#ifndef COUNTS
#define COUNTS 1
#endif
#if !defined(__GLIBC__)
#undef COUNTS
#define COUNTS 0
#endif

static atomic_long allocations;
#if COUNTS
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void *
malloc(size_t size)
{
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_malloc(size);
}
void *
calloc(size_t n, size_t size)
{
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_calloc(n, size);
}
void *
realloc(void *old, size_t size)
{
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_realloc(old, size);
}
#endif

static struct policy *
open_pack(const char *dir)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    ck_assert_msg(!policy_load_dir(dir, &policy, &err), "%s", err.detail);
    return policy;
}

static struct policy *
mini(void)
{
    return open_pack(FENLIU_SOURCE "/tests/policy/mini");
}

/* A case of one worker against a company, with a cause of the list of 2020. */
static struct fl_case
a_case(const struct policy *policy, const char *code)
{
    struct fl_case c = {.source = "test", .ref = "1", .court = "430204", .amount_fen = -1};
    c.count[FL_CLAIMANT] = c.count[FL_RESPONDENT] = 1;
    c.kinds[FL_CLAIMANT] = 1u << FL_KIND_PERSON;
    c.kinds[FL_RESPONDENT] = 1u << FL_KIND_COMPANY;
    c.has_cause = code != NULL;
    c.cause_list = code ? 0 : -1;
    c.cause = code ? policy_cause_by_code(policy, 0, code) : -1;
    ck_assert(!code || c.cause >= 0);
    for (int i = 0; i < FL_FACT__COUNT; i++)
        c.fact[i] = FL_UNKNOWN;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        c.amounts_fen[i] = -1;
    return c;
}

static int32_t
word(enum fl_fact fact, const char *value)
{
    int n = fl_word_find(fl_facts[fact].values, value, strlen(value));
    ck_assert(n >= 0);
    return n;
}

static struct fl_decision
decided(const struct policy *policy, const struct fl_case *c, fl_day as_of)
{
    struct arena arena;
    struct fl_decision decision;
    arena_init(&arena);
    decide(policy, c, as_of, &arena, &decision);
    arena_done(&arena);
    return decision;
}

START_TEST(the_limit_of_small_claims_is_exact_and_changes_on_its_day)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "31");
    const fl_day last = day_of_civil(2021, 12, 31);
    static const struct {
        int after;
        int64_t amount;
        enum fl_procedure procedure;
    } rows[] = {
        {0, 1600000, FL_PROCEDURE_SMALL_CLAIMS},
        {0, 1600001, FL_PROCEDURE_ORDINARY    },
        {1, 1600001, FL_PROCEDURE_SMALL_CLAIMS},
        {1, 4000050, FL_PROCEDURE_SMALL_CLAIMS},
        {1, 4000051, FL_PROCEDURE_ORDINARY    },
        {0, 0,       FL_PROCEDURE_SMALL_CLAIMS}
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fl_decision decision;
        c.amount_fen = rows[i].amount;
        decide_route(policy, &c, last + rows[i].after, &decision);
        ck_assert_msg(decision.procedure == rows[i].procedure, "row %zu", i);
        ck_assert(decision.fast_track == (rows[i].procedure == FL_PROCEDURE_SMALL_CLAIMS));
    }
    policy_release(policy);
}
END_TEST

START_TEST(the_fifteenth_day_after_an_award_still_counts_moved_past_a_holiday)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct fl_decision decision;
    c.fact[FL_FACT_ARBITRATION] = word(FL_FACT_ARBITRATION, "award");
    c.fact[FL_FACT_ARBITRATION_ON] = day_of_civil(2021, 1, 31); /* the 15th day is a holiday */
    decide_route(policy, &c, day_of_civil(2021, 2, 18), &decision);
    ck_assert_str_eq(decision.rule, "LAB-1");
    decide_route(policy, &c, day_of_civil(2021, 2, 19), &decision);
    ck_assert_str_eq(decision.rule, "LAB-2");
    policy_release(policy);
}
END_TEST

START_TEST(history_beats_facts_and_the_contradiction_is_a_flag)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct fl_past past = {FL_CHANNEL_UNION,
                           FL_PROCEDURE_UNION_MEDIATION,
                           FL_OUTCOME_EXPIRED,
                           (enum fl_procedure) - 1,
                           NULL,
                           day_of_civil(2021, 3, 1)};
    c.history = &past;
    c.n_history = 1;
    struct fl_decision decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(decision.channel, FL_CHANNEL_ARBITRATION);
    ck_assert_int_eq(decision.n_flags, 0);
    c.fact[FL_FACT_MEDIATION_HISTORY] = word(FL_FACT_MEDIATION_HISTORY, "none");
    decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(decision.channel, FL_CHANNEL_ARBITRATION);
    ck_assert_str_eq(decision.flags[0].flag, "contradicted");
    policy_release(policy);
}
END_TEST

START_TEST(what_follows_a_failure_is_decided_by_the_same_rules)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct fl_decision decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(decision.channel, FL_CHANNEL_MEDIATION);
    ck_assert(decision.has_if_fails);
    ck_assert_int_eq(decision.fails_procedure, FL_PROCEDURE_LABOUR_ARBITRATION);
    c = a_case(policy, "10.1");
    decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert_str_eq(decision.docket_word, "民诉前调");
    ck_assert_int_eq(decision.fails_channel, FL_CHANNEL_COURT);
    c = a_case(policy, "31");
    decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert(!decision.has_if_fails); /* the court, not on the fast track */
    c.amount_fen = 100;
    decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert(decision.fast_track && decision.has_if_fails);
    ck_assert_int_eq(decision.fails_procedure, FL_PROCEDURE_ORDINARY);
    policy_release(policy);
}
END_TEST

START_TEST(a_cause_without_a_match_in_the_list_in_force_goes_to_triage)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "31");
    struct fl_decision decision = decided(policy, &c, day_of_civil(2026, 1, 5));
    ck_assert_int_eq(decision.channel, FL_CHANNEL_TRIAGE);
    ck_assert_int_eq(decision.cause, -1);
    ck_assert(decision.missing >> FL_MEMBER_CAUSE & 1);
    c = a_case(policy, "20.1");
    decision = decided(policy, &c, day_of_civil(2026, 1, 5));
    ck_assert_str_eq(policy_cause(policy, decision.cause_list, decision.cause)->code, "50.1");
    ck_assert_str_eq(decision.cause_from, "crosswalk");
    policy_release(policy);
}
END_TEST

START_TEST(limits_from_entry_have_a_last_day_and_flags_add_their_priority_up_to_a_hundred)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    c.count[FL_CLAIMANT] = 10;
    c.tags[FL_CLAIMANT] = 1u << FL_TAG_MIGRANT_WORKER;
    struct fl_decision decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(decision.n_limits, 1);
    ck_assert_int_eq(decision.limits[0].length, 15);
    ck_assert_int_eq(decision.limits[0].until,
                     day_of_civil(2021, 3, 22)); /* the 20th is a Saturday */
    ck_assert_int_eq(decision.n_flags, 2);
    ck_assert_int_eq(decision.priority, 100); /* 60 + 50 */
    policy_release(policy);
}
END_TEST

START_TEST(a_day_that_the_pack_does_not_cover_goes_to_a_clerk)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct fl_decision decision = decided(policy, &c, day_of_civil(2020, 12, 31));
    ck_assert_int_eq(decision.channel, FL_CHANNEL_TRIAGE);
    struct buf text = {0};
    decide_explain(policy, &c, day_of_civil(2020, 12, 31), false, &text);
    ck_assert(text.len > 0);
    buf_done(&text);
    policy_release(policy);
}
END_TEST

START_TEST(the_claimants_consent_alone_counts_as_unknown)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    c.fact[FL_FACT_CONSENT_TO_MEDIATE] = word(FL_FACT_CONSENT_TO_MEDIATE, "claimant");
    struct fl_decision decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert(decision.missing >> FL_FACT_CONSENT_TO_MEDIATE & 1);
    c.fact[FL_FACT_CONSENT_TO_MEDIATE] = word(FL_FACT_CONSENT_TO_MEDIATE, "both");
    decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    ck_assert(!(decision.missing >> FL_FACT_CONSENT_TO_MEDIATE & 1));
    policy_release(policy);
}
END_TEST

/* --- missing, against trying everything --- */

static bool
leads_elsewhere(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                const struct fl_decision *base)
{
    struct fl_decision other;
    decide_route(policy, c, as_of, &other);
    return other.channel != base->channel || other.procedure != base->procedure ||
           other.fast_track != base->fast_track;
}

static bool
matters_fact(const struct policy *policy, struct fl_case c, fl_day as_of, int fact,
             const struct fl_decision *base)
{
    int first = 0, last = 1;
    if (fl_facts[fact].type == FL_FACT_TYPE_ENUM)
        last = fl_facts[fact].values->count - 1;
    if (fl_facts[fact].type == FL_FACT_TYPE_DATE) {
        first = as_of - 800;
        last = as_of + 60;
    }
    for (c.fact[fact] = first; c.fact[fact] <= last; c.fact[fact]++)
        if (leads_elsewhere(policy, &c, as_of, base))
            return true;
    return false;
}

static bool
matters_cause(const struct policy *policy, struct fl_case c, fl_day as_of,
              const struct fl_decision *base)
{
    c.has_cause = true;
    c.cause_list = policy_cause_list_on(policy, as_of);
    for (c.cause = 0; c.cause < policy_cause_count(policy, c.cause_list); c.cause++)
        if (leads_elsewhere(policy, &c, as_of, base))
            return true;
    return false;
}

static bool
matters_claims(const struct policy *policy, struct fl_case c, fl_day as_of,
               const struct fl_decision *base)
{
    c.has_claims = true;
    for (int i = 0; i < FL_CLAIM__COUNT; i++) {
        c.claims = 1u << i;
        if (leads_elsewhere(policy, &c, as_of, base))
            return true;
    }
    return false;
}

static bool
matters_amount(const struct policy *policy, struct fl_case c, fl_day as_of,
               const struct fl_decision *base)
{
    for (int i = 0; i < policy->n_params; i++) {
        int64_t value;
        if (policy->params[i].unit != PARAM_FEN ||
            !policy_param(policy, policy->params[i].name, as_of, &value))
            continue;
        for (int times = 1; times <= 12; times += 11)
            for (c.amount_fen = value * times - 1; c.amount_fen <= value * times + 1;
                 c.amount_fen++)
                if (leads_elsewhere(policy, &c, as_of, base))
                    return true;
    }
    c.amount_fen = 0;
    return leads_elsewhere(policy, &c, as_of, base);
}

static void
compare_missing(const struct policy *policy, uint64_t seed, int cases)
{
    struct dice dice = {seed};
    static const int years[] = {2021, 2022, 2023, 2024, 2025, 2026};
    char name[64];
    for (int i = 0; i < cases; i++) {
        struct fl_case c;
        struct fl_past past;
        fl_day as_of = day_of_civil(years[dice_roll(&dice, 6)], 1 + (int)dice_roll(&dice, 12),
                                    1 + (int)dice_roll(&dice, 28));
        dice_case(&dice, policy, as_of, 1 + dice_roll(&dice, 12), &past, &c);
        struct fl_decision decision = decided(policy, &c, as_of);
        struct view view;
        view_make(&view, policy, &c, as_of, c.history, c.n_history);
        for (int m = 0; m < FL_MEMBER__COUNT; m++) {
            bool matters = member_unknown(&view, m) &&
                           (m < FL_FACT__COUNT      ? matters_fact(policy, c, as_of, m, &decision)
                            : m == FL_MEMBER_CAUSE  ? matters_cause(policy, c, as_of, &decision)
                            : m == FL_MEMBER_CLAIMS ? matters_claims(policy, c, as_of, &decision)
                                                    : matters_amount(policy, c, as_of, &decision));
            ck_assert_msg(matters == (decision.missing >> m & 1), "case %d, %s: %s%s", i,
                          decision.rule, member_name(m, name),
                          matters ? " is missing from missing" : " is not missing");
        }
    }
}

START_TEST(missing_is_what_trying_every_value_finds)
{
    struct policy *policy = mini();
    compare_missing(policy, 20210305, 400);
    policy_release(policy);
}
END_TEST

START_TEST(missing_is_the_same_under_the_packaged_policy)
{
    struct policy *policy = open_pack(FENLIU_SOURCE "/deploy/policy/hunan");
    compare_missing(policy, 439, 60);
    policy_release(policy);
}
END_TEST

START_TEST(routing_takes_no_memory)
{
    struct policy *policy = open_pack(FENLIU_SOURCE "/deploy/policy/hunan");
    struct dice dice = {341};
    enum { CASES = 1000, ROUNDS = 1000 };
    struct fl_case *cases = calloc(CASES, sizeof *cases);
    struct fl_past *pasts = calloc(CASES, sizeof *pasts);
    fl_day *days = calloc(CASES, sizeof *days);
    for (int i = 0; i < CASES; i++) {
        days[i] = day_of_civil(2021 + (int)dice_roll(&dice, 6), 1 + (int)dice_roll(&dice, 12), 15);
        dice_case(&dice, policy, days[i], 1 + dice_roll(&dice, 12), &pasts[i], &cases[i]);
    }
    struct fl_decision decision;
    long before = atomic_load(&allocations), channels = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < CASES; i++) { /* the day wanders, so that no round repeats another */
            decide_route(policy, &cases[i], days[i] + round % 28, &decision);
            channels |= 1 << decision.channel;
        }
    ck_assert_int_eq(atomic_load(&allocations) - before, 0);
    ck_assert_int_eq(channels, (1 << FL_CHANNEL__COUNT) - 1); /* all of them were reached */
    free(cases);
    free(pasts);
    free(days);
    policy_release(policy);
}
END_TEST

START_TEST(a_decision_is_written_as_the_protocol_says)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct buf text = {0};
    c.fact[FL_FACT_UNION_AT_EMPLOYER] = 1;
    struct fl_decision decision = decided(policy, &c, day_of_civil(2021, 3, 5));
    decision_write(policy, &decision, "2021-000123", NULL, &text);
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    ck_assert_msg(!json_parse(text.data, text.len, &doc, &err), "%s: %s", err.detail, text.data);
    static const char *const members[][2] = {
        {"ref",       "2021-000123"    },
        {"channel",   "union"          },
        {"procedure", "union_mediation"},
        {"rule",      "LAB-8"          },
        {"as_of",     "2021-03-05"     },
        {"domain",    "labour"         }
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        ck_assert_str_eq(json_str(json_get(doc, members[i][0])), members[i][1]);
    ck_assert_str_eq(json_str(json_get(json_get(doc, "cause"), "code")), "20.1");
    ck_assert_str_eq(json_str(json_get(json_get(doc, "cause"), "from")), "given");
    ck_assert_str_eq(json_str(json_get(json_get(doc, "if_fails"), "channel")), "arbitration");
    int64_t days = 0;
    const cJSON *limit = json_get(doc, "limits")->child;
    ck_assert(json_is_int(json_get(limit, "days"), &days) && days == 15);
    ck_assert_str_eq(json_str(json_get(limit, "until")), "2021-03-22");
    ck_assert_str_eq(json_str(json_get(doc, "missing")->child), "facts.consent_to_mediate");
    buf_done(&text);
    policy_release(policy);
}
END_TEST

START_TEST(the_explanation_names_the_unmet_conditions_and_what_would_change_the_route)
{
    struct policy *policy = mini();
    struct fl_case c = a_case(policy, "20.1");
    struct buf text = {0};
    c.fact[FL_FACT_UNION_AT_EMPLOYER] = 1;
    decide_explain(policy, &c, day_of_civil(2021, 3, 5), true, &text);
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    ck_assert_msg(!json_parse(text.data, text.len, &doc, &err), "%s: %s", err.detail, text.data);
    const cJSON *route = json_get(doc, "stages")->child->next;
    const cJSON *first = json_get(route, "rules")->child;
    ck_assert_str_eq(json_str(json_get(first, "rule")), "LAB-1");
    const cJSON *unmet = json_get(first, "unmet")->child;
    ck_assert_str_eq(json_str(json_get(unmet, "member")), "facts.arbitration");
    ck_assert_str_eq(json_str(json_get(unmet, "wanted")), "award");
    ck_assert(cJSON_IsNull(json_get(unmet, "found")));
    bool union_told = false;
    for (const cJSON *change = json_get(doc, "changes")->child; change; change = change->next)
        if (!strcmp(json_str(json_get(change, "member")), "facts.union_at_employer")) {
            ck_assert_str_eq(json_str(json_get(change, "channel")), "mediation");
            ck_assert(cJSON_IsFalse(json_get(change, "value")) &&
                      cJSON_IsTrue(json_get(change, "known")));
            union_told = true;
        }
    ck_assert(union_told);
    buf_reset(&text);
    lang_set("zh");
    decide_explain(policy, &c, day_of_civil(2021, 3, 5), false, &text);
    lang_set("en");
    ck_assert_msg(strstr(text.data, "✗ LAB-3") && strstr(text.data, "✓ LAB-8") &&
                      strstr(text.data, "依据"),
                  "%s", text.data);
    buf_done(&text);
    policy_release(policy);
}
END_TEST

START_TEST(the_explanation_for_people_has_words_of_theirs_and_the_values_of_every_part)
{
    struct policy *policy = open_pack(FENLIU_SOURCE "/deploy/policy/hunan");
    struct buf text = {0};
    struct fl_case c = a_case(policy, "186.5");
    c.has_claims = true;
    c.claims = UINT32_C(1) << FL_CLAIM_WAGES;
    c.fact[FL_FACT_UNION_AT_EMPLOYER] = 1;
    for (int zh = 0; zh < 2; zh++) {
        buf_reset(&text);
        lang_here(zh ? "zh" : "en");
        decide_explain(policy, &c, day_of_civil(2021, 3, 5), false, &text);
        lang_here(NULL);
        ck_assert_msg(!strpbrk(strchr(text.data, '\n'), "_$@"), "%s", text.data);
        ck_assert_msg(strstr(text.data, zh ? "实为 劳动报酬" : "found wages"), "%s", text.data);
        ck_assert_msg(strstr(text.data, zh ? "139 劳务合同纠纷" : "139 "), "%s", text.data);
        ck_assert_msg(strstr(text.data, zh ? "实为 案由 186.5" : "found cause 186.5"), "%s",
                      text.data);
    }
    buf_reset(&text);
    decide_explain(policy, &c, day_of_civil(2021, 3, 5), true, &text);
    ck_assert_ptr_nonnull(strstr(text.data, "\"found\":{\"cause\":\"186.5 "));
    buf_done(&text);
    policy_release(policy);
}
END_TEST

START_TEST(what_is_missing_is_listed_in_the_order_in_which_to_ask)
{
    struct fl_decision decision = {.missing = UINT64_MAX >> (64 - FL_MEMBER__COUNT)};
    struct policy *policy;
    struct fl_error err = {0};
    struct buf buf = {0};
    ck_assert_msg(!policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err), "%s",
                  err.detail);
    decision.cause_list = decision.cause = -1;
    decision_write(policy, &decision, NULL, NULL, &buf);
    JSON_AUTO doc = NULL;
    ck_assert(!json_parse(buf.data, buf.len, &doc, &err));
    const cJSON *missing = json_get(doc, "missing");
    ck_assert_int_eq(cJSON_GetArraySize(missing), FL_MEMBER__COUNT); /* each of them, once */
    ck_assert_str_eq(json_str(missing->child), "facts.consent_to_mediate");
    ck_assert_str_eq(json_str(missing->child->next), "cause");
    for (const cJSON *one = missing->child; one; one = one->next)
        for (const cJSON *later = one->next; later; later = later->next)
            ck_assert_str_ne(json_str(one), json_str(later));
    buf_done(&buf);
    policy_release(policy);
}
END_TEST

SUITE(decide, "decide", what_is_missing_is_listed_in_the_order_in_which_to_ask,
      the_limit_of_small_claims_is_exact_and_changes_on_its_day,
      the_fifteenth_day_after_an_award_still_counts_moved_past_a_holiday,
      history_beats_facts_and_the_contradiction_is_a_flag,
      what_follows_a_failure_is_decided_by_the_same_rules,
      a_cause_without_a_match_in_the_list_in_force_goes_to_triage,
      limits_from_entry_have_a_last_day_and_flags_add_their_priority_up_to_a_hundred,
      a_day_that_the_pack_does_not_cover_goes_to_a_clerk,
      the_claimants_consent_alone_counts_as_unknown, missing_is_what_trying_every_value_finds,
      missing_is_the_same_under_the_packaged_policy, routing_takes_no_memory,
      a_decision_is_written_as_the_protocol_says,
      the_explanation_names_the_unmet_conditions_and_what_would_change_the_route,
      the_explanation_for_people_has_words_of_theirs_and_the_values_of_every_part)
