/* Stored cases decided again under another policy: who moves, and that nothing is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/backtest.h"
#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "tests/throwaway.h"

#define MINI FENLIU_SOURCE "/tests/policy/mini"

static struct fl_error err;

/* The small pack with a higher limit of small claims. */
static struct policy *
raised(void)
{
    struct policy *policy = NULL;
    char *folder = folder_make(), shell[9000];
    snprintf(shell, sizeof shell,
             "cp -r '%s/.' '%s' && sed -i s/1600000/2500000/ '%s/parameters.json'", MINI, folder,
             folder);
    ck_assert_int_eq(system(shell), 0);
    ck_assert_msg(!policy_load_dir(folder, &policy, &err), "%s", err.detail);
    folder_remove(folder);
    return policy;
}

static void
store(int id, const char *court, const char *day, const char *members)
{
    char sql[2000];
    snprintf(
        sql, sizeof sql,
        "INSERT INTO dispute (court, dispute_id, source, ref, filed_at, filed_on, claimants, "
        "respondents, "
        "document, content_hash, received_at) VALUES ('%s', %d, 'test', 'r%d', "
        "'%sT09:00:00+08:00', '%s', 1, 1, "
        "'{\"source\":\"test\",\"ref\":\"r%d\",\"court\":\"%s\",\"filed_at\":\"%sT09:00:00+08:00\","
        "\"claimants\":[{\"kind\":\"person\"}],\"respondents\":[{\"kind\":\"company\"}],%s}', "
        "'\\x00', now())",
        court, id, id, day, day, id, court, day, members);
    throwaway_do(sql);
}

static void
store_some(void)
{
#define CAUSE "\"cause\":{\"version\":\"2020\",\"code\":\"31\"}"
    store(1, "430204", "2021-03-05", CAUSE ",\"amount_fen\":1600000"); /* small before and after */
    store(2, "430204", "2021-03-05", CAUSE ",\"amount_fen\":2000000"); /* becomes small */
    store(3, "430204", "2021-04-06", CAUSE ",\"amount_fen\":2500000"); /* becomes small */
    store(4, "430204", "2021-04-06", CAUSE ",\"amount_fen\":2500001"); /* stays ordinary */
    store(5, "430203", "2021-04-06", CAUSE ",\"amount_fen\":2000000"); /* another court */
    store(6, "430204", "2022-04-06",
          CAUSE ",\"amount_fen\":2000000"); /* outside the time asked for */
    store(7, "430204", "2021-05-06", "\"cause\":{\"version\":\"2020\",\"code\":\"999\"}");
}

static struct backtest *
tried(struct policy *was, struct policy *is, const char *court)
{
    struct backtest *backtest = calloc(1, sizeof *backtest);
    ck_assert_ptr_nonnull(backtest);
    backtest->was = was;
    backtest->is = is;
    backtest->from = day_of_civil(2021, 1, 1);
    backtest->to = day_of_civil(2021, 12, 31);
    backtest->court = court;
    ck_assert_msg(!backtest_run(backtest, throwaway_pg(), &err), "%s", err.detail);
    return backtest;
}

START_TEST(who_would_move_is_counted_and_listed)
{
    struct policy *was = NULL, *is = raised();
    ck_assert_int_eq(policy_load_dir(MINI, &was, &err), 0);
    store_some();
    struct backtest *backtest = tried(was, is, "430204");
    ck_assert_int_eq(backtest->cases, 4);
    ck_assert_int_eq(backtest->moved, 2);
    ck_assert_int_eq(backtest->refused, 1);
    ck_assert_int_eq(backtest->matrix[FL_PROCEDURE_ORDINARY * 2][FL_PROCEDURE_SMALL_CLAIMS * 2 + 1],
                     2);
    ck_assert_int_eq(backtest->load[2][FL_CHANNEL_COURT][0], 2); /* March */
    ck_assert_str_eq(backtest->list.data,
                     "430204\t2\tr2\tordinary\tsmall_claims+fast_track\tCIV-9\tCIV-9\n"
                     "430204\t3\tr3\tordinary\tsmall_claims+fast_track\tCIV-9\tCIV-9\n");
    buf_done(&backtest->list);
    free(backtest);
    backtest = tried(was, is, NULL);
    ck_assert_int_eq(backtest->moved, 3);
    buf_done(&backtest->list);
    free(backtest);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM decision"), "0");
    policy_release(was);
    policy_release(is);
}
END_TEST

START_TEST(a_policy_compared_with_itself_moves_nobody)
{
    struct policy *policy = NULL;
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    store_some();
    struct backtest *backtest = tried(policy, policy, NULL);
    ck_assert_int_eq(backtest->cases, 5);
    ck_assert_int_eq(backtest->moved, 0);
    buf_done(&backtest->list);
    free(backtest);
    policy_release(policy);
}
END_TEST

START_TEST(more_cases_than_a_page_are_all_decided)
{
    struct policy *policy = NULL;
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    store_some();
    throwaway_do("INSERT INTO dispute SELECT court, 100 + n, source, 'x' || n, filed_at, filed_on, "
                 "street, community, "
                 "cause_list, cause, domain, amount_fen, claimants, respondents, state, docket, "
                 "document, content_hash, "
                 "key_id, sealed, received_at FROM dispute, generate_series(1, 5000) n WHERE "
                 "dispute_id = 1");
    struct backtest *backtest = tried(policy, policy, NULL);
    ck_assert_int_eq(backtest->cases, 5005);
    buf_done(&backtest->list);
    free(backtest);
    policy_release(policy);
}
END_TEST

START_TEST(the_report_says_the_moves_the_months_and_the_first_cases)
{
    struct policy *was = NULL, *is = raised();
    struct buf text = {0};
    ck_assert_int_eq(policy_load_dir(MINI, &was, &err), 0);
    store_some();
    struct backtest *backtest = tried(was, is, NULL);
    lang_set("en");
    backtest_text(backtest, 1, &text);
    static const char *const says[] = {"3 would move", "ordinary → small_claims+fast_track",
                                       "2021-03",      "court 2→2",
                                       "and 2 more",   NULL};
    for (int i = 0; says[i]; i++)
        ck_assert_msg(strstr(text.data, says[i]) != NULL, "no \"%s\" in: %s", says[i], text.data);
    buf_reset(&text);
    backtest_json(backtest, &text);
    cJSON *doc = NULL;
    ck_assert_msg(!json_parse(text.data, text.len, &doc, &err), "%s", err.detail);
    int64_t moved = 0;
    ck_assert(json_is_int(json_get(doc, "moved"), &moved) && moved == 3);
    cJSON_Delete(doc);
    buf_done(&text);
    buf_done(&backtest->list);
    free(backtest);
    policy_release(was);
    policy_release(is);
}
END_TEST

DATABASE_SUITE(backtest, "backtest", throwaway_fresh, who_would_move_is_counted_and_listed,
               a_policy_compared_with_itself_moves_nobody, more_cases_than_a_page_are_all_decided,
               the_report_says_the_moves_the_months_and_the_first_cases)
