/* The totals: each figure by its definition, recounted from what was reported. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/report/stats.h"
#include "tests/desk_world.h"

#define PERSONS "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]"
#define LOAN(consent)                                                                              \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"street\":\"430204001\",\"amount_fen\":1000000,\"facts\":{\"consent_to_mediate\":\"" consent \
    "\"}," PERSONS "}"
#define WAGES                                                                                      \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"                 \
    "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\",\"union_at_employer\":"     \
    "true},"                                                                                       \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"             \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某公司\",\"tags\":[\"employer\"]}]}"

static void
conclude(enum endpoint desk, const char *mediator, const char *moment, const char *what)
{
    world_take(desk, mediator);
    if (moment)
        world_at(moment);
    if (world_call(desk, "desk.report", "{\"referral_id\":\"%s\",\"claim\":\"%s\",%s}",
                   world_referral, world_claim, what))
        ck_abort_msg("%s: %s", what, world_err.detail);
}

static const char *
annual(const char *figures)
{
    char sql[512];
    snprintf(sql, sizeof sql, "SELECT concat_ws(' ', %s) FROM stats.annual WHERE year = 2021",
             figures);
    return throwaway_ask(sql);
}

START_TEST(pre_litigation_mediations_count_whatever_the_outcome_and_nothing_else)
{
    static const char *const outcomes[] = {
        "\"outcome\":\"agreed\"",    "\"outcome\":\"failed\",\"reason\":\"far_apart\"",
        "\"outcome\":\"refused\"",   "\"outcome\":\"withdrawn\",\"reason\":\"settled\"",
        "\"outcome\":\"withdrawn\"", "\"outcome\":\"unreachable\"",
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        world_case(LOAN("both"));
        conclude(AT_MEDIATION, "m1", NULL, outcomes[i]);
    }
    world_case(WAGES);
    conclude(AT_UNION, "u1", NULL, "\"outcome\":\"agreed\"");
    world_case(LOAN("both")); /* entered, concluded by nobody */
    ck_assert_str_eq(
        annual(
            "pre_litigation_mediations, pre_litigation_disputes, union_mediations, all_mediations"),
        "6 6 1 7");
    ck_assert_str_eq(annual("mediations_succeeded, mediations_settled"), "3 1");
}
END_TEST

START_TEST(fast_track_cases_count_completions_and_show_the_others_beside)
{
    static const char *const outcomes[] = {
        "\"outcome\":\"judgment\"",    "\"outcome\":\"mediated\"",
        "\"outcome\":\"withdrawn\"",   "\"outcome\":\"dismissed\"",
        "\"outcome\":\"transferred\"", "\"outcome\":\"converted\",\"procedure\":\"ordinary\"",
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        world_case(LOAN("refused"));
        conclude(AT_COURT, "judge", NULL, outcomes[i]);
    }
    conclude(AT_COURT, "judge", NULL,
             "\"outcome\":\"judgment\""); /* the converted one, no longer fast */
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", NULL, "\"outcome\":\"agreed\",\"confirm\":true");
    conclude(AT_COURT, "judge", NULL, "\"outcome\":\"confirmed\"");
    ck_assert_str_eq(
        annual(
            "fast_track_cases, fast_track_not_civil, fast_track_converted, fast_track_transferred"),
        "5 1 1 1");
    ck_assert_str_eq(annual("concluded, entered, open_at_end"), "9 9 0");
}
END_TEST

START_TEST(the_day_is_that_of_the_outcome_in_shanghai)
{
    world_at("2021-12-30T09:00");
    world_case(LOAN("both"));
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", "2021-12-31T23:59", "\"outcome\":\"agreed\"");
    world_at("2021-12-31T09:00");
    conclude(AT_MEDIATION, "m1", "2022-01-01T00:00", "\"outcome\":\"agreed\"");
    ck_assert_str_eq(annual("pre_litigation_mediations, entered, carried_over, open_at_end"),
                     "1 2 0 1");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT concat_ws(' ', pre_litigation_mediations, entered, carried_over, open_at_end) "
            "FROM stats.annual WHERE year = 2022"),
        "1 0 1 0");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(year || '-' || month || ' ' || "
                                   "pre_litigation_mediations, ', ' ORDER BY year, month) "
                                   "FROM stats.monthly"),
                     "2021-12 1, 2022-1 1");
}
END_TEST

START_TEST(a_correction_moves_a_figure_from_one_period_to_another)
{
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", "2021-04-02T09:00", "\"outcome\":\"agreed\"");
    ck_assert_int_eq(
        world_call(
            AT_MEDIATION, "desk.correct",
            "{\"referral_id\":\"%s\",\"at\":\"2021-03-31T09:00:00+08:00\",\"reason\":\"日期有误\"}",
            world_referral),
        0);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(month || ' ' || pre_litigation_mediations, ', ' ORDER BY month) "
            "FROM stats.monthly"),
        "3 1, 4 0");
    ck_assert_str_eq(annual("pre_litigation_mediations, mean_days_mediation"), "1 30.0");
}
END_TEST

START_TEST(the_parts_add_up_to_the_whole_in_every_dimension)
{
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", "2021-03-11T09:00",
             "\"outcome\":\"failed\",\"reason\":\"far_apart\"");
    conclude(AT_COURT, "judge", "2021-03-21T09:00", "\"outcome\":\"judgment\"");
    world_case(WAGES);
    conclude(AT_UNION, "u1", "2021-04-01T09:00", "\"outcome\":\"agreed\"");
    world_case(LOAN("both"));
    static const char *const dimensions[] = {"channel", "cause", "street", "mediator"};
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "SELECT concat_ws(' ', sum(concluded), sum(succeeded), "
                 "sum(pre_litigation_mediations), sum(fast_track_cases)) "
                 "FROM stats.by_%s WHERE year = 2021",
                 dimensions[i]);
        ck_assert_str_eq(throwaway_ask(sql), "3 1 1 1");
    }
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(key || ' ' || mean_days, ', ' ORDER BY key) FROM stats.by_mediator"),
        "judge 10.0, m1 10.0, u1 11.0");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(key || ' ' || entered, ', ' ORDER BY key) FROM stats.by_street"),
        "- 1, 430204001 3");
    throwaway_do(
        "INSERT INTO cause VALUES ('2020', '103.3', 4, '民间借贷纠纷', '103', 'debt', 'civil')");
    ck_assert_str_eq(
        throwaway_ask("SELECT name || ' ' || entered FROM stats.by_cause WHERE key = '2020 103.3'"),
        "民间借贷纠纷 3");
}
END_TEST

START_TEST(the_figures_as_known_on_a_day_leave_out_what_was_recorded_later)
{
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", NULL, "\"outcome\":\"agreed\"");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT (stats.totals('430204', '2021-01-01', '2021-12-31', now() - interval '1 hour'))"
            ".pre_litigation_mediations"),
        "0");
    ck_assert_str_eq(
        throwaway_ask("SELECT (stats.totals('430204', '2021-01-01', '2021-12-31', now()))"
                      ".pre_litigation_mediations"),
        "1");
}
END_TEST

START_TEST(an_agreement_counts_as_performed_once_on_the_day_it_is_due)
{
    int64_t id = world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", NULL, "\"outcome\":\"agreed\",\"due_on\":\"2021-04-10\"");
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", NULL, "\"outcome\":\"agreed\"");
    world_at("2021-05-01T09:00");
    static const char *const reports[] = {"part", "part", "whole", "whole", "part"};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                    "{\"case_id\":\"%lld\",\"on\":\"2021-04-20\",\"%s\":true}",
                                    (long long)id, reports[i]),
                         0);
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(concat_ws(' ', month, agreements_due, "
                      "agreements_performed, agreements_performed_part), ', ' ORDER BY month) "
                      "FROM stats.monthly"),
        "3 1 0 0, 4 1 1 0");
    ck_assert_str_eq(throwaway_ask("SELECT voluntary_performance_rate FROM stats.rates"), "50.00");
}
END_TEST

/* Mediation fails in March and the court ends it in May: one dispute of the year, one of each month. */
START_TEST(a_dispute_referred_twice_counts_once_in_each_period)
{
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", "2021-03-20T09:00",
             "\"outcome\":\"failed\",\"reason\":\"far_apart\"");
    conclude(AT_COURT, "judge", "2021-05-10T09:00", "\"outcome\":\"judgment\"");
    ck_assert_str_eq(annual("concluded, disputes, all_mediated_disputes, fast_track_disputes, "
                            "disputes_opened, disputes_closed"),
                     "2 1 1 1 1 1");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(month || ' ' || disputes, ', ' ORDER BY "
                                   "month) FROM stats.monthly"),
                     "3 1, 5 1");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(quarter || ' ' || disputes, ', ' ORDER BY "
                                   "quarter) FROM stats.quarterly"),
                     "1 1, 2 1");
    ck_assert_str_eq(/* and in a period that is no unit of the calendar */
                     throwaway_ask(
                         "SELECT disputes || ' ' || concluded FROM stats.figures_of('430204', "
                         "'2021-03-02', '2021-05-30', 'total')"),
                     "1 2");
}
END_TEST

START_TEST(the_cases_behind_a_figure_add_up_to_it)
{
    for (int i = 0; i < 3; i++) {
        world_case(LOAN("both"));
        conclude(AT_MEDIATION, "m1", NULL,
                 i ? "\"outcome\":\"agreed\"" : "\"outcome\":\"refused\"");
    }
    world_case(LOAN("both"));
    static const char *const figures[] = {"entered",
                                          "pre_litigation_mediations",
                                          "succeeded",
                                          "disputes",
                                          "mediations_accepted",
                                          "open_at_end",
                                          "concluded",
                                          "agreements_due"};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        char sql[400];
        snprintf(sql, sizeof sql,
                 "SELECT (SELECT sum(value) FROM stats.cases('430204', '2021-01-01', '2021-12-31', "
                 "'%s')) = (SELECT %s FROM stats.annual WHERE year = 2021)",
                 figures[i], figures[i]);
        ck_assert_msg(!strcmp(throwaway_ask(sql), "t"), "%s", figures[i]);
    }
}
END_TEST

START_TEST(every_view_and_column_says_in_chinese_and_english_what_it_counts)
{
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT coalesce(string_agg(c.relname, ' '), '') FROM pg_class c "
            "WHERE c.relnamespace = 'stats'::regnamespace AND c.relkind IN ('v', 'r', 'm') "
            "AND coalesce(obj_description(c.oid), '') !~ '[一-龥].*Asia/Shanghai.*[A-Za-z]{4}'"),
        "");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT coalesce(string_agg(c.relname || '.' || a.attname, ' '), '') FROM pg_class c "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
            "WHERE c.relnamespace = 'stats'::regnamespace AND c.relkind IN ('v', 'r', 'm') "
            "AND coalesce(col_description(c.oid, a.attnum), '') !~ '[一-龥].*[A-Za-z]{2}'"),
        "");
    ck_assert_str_eq(
        throwaway_ask("SELECT coalesce(string_agg(p.proname, ' '), '') FROM pg_proc p "
                      "WHERE p.pronamespace = 'stats'::regnamespace "
                      "AND coalesce(obj_description(p.oid), '') !~ 'Asia/Shanghai|stats.totals'"),
        "");
}
END_TEST

START_TEST(the_command_prints_table_csv_json_and_the_sentence)
{
    world_case(LOAN("both"));
    conclude(AT_MEDIATION, "m1", NULL, "\"outcome\":\"agreed\",\"confirm\":true");
    conclude(AT_COURT, "judge", NULL, "\"outcome\":\"confirmed\"");
    struct stats_query query = {WORLD_COURT, day_of_civil(2021, 1, 1), day_of_civil(2021, 12, 31),
                                NULL};
    struct fl_error err;
    struct buf out = {0};
    int year;
    ck_assert_int_eq(stats_last_year(throwaway_pg(), WORLD_COURT, &year, &err), 0);
    ck_assert_int_eq(year, 2021);
    PG_AUTO totals = NULL;
    ck_assert_int_eq(stats_read(throwaway_pg(), &query, &totals, &err), 0);
    lang_set("zh");
    stats_sentence(&query, totals, &out);
    ck_assert_str_eq(out.data, "2021年，诉前调解1件、速裁案件1件。\n");
    buf_reset(&out);
    stats_write(&query, totals, STATS_TABLE, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "诉前调解案件（件）"));
    ck_assert_ptr_nonnull(strstr(out.data, "2021年，诉前调解1件、速裁案件1件。\n"));
    buf_reset(&out);
    stats_write(&query, totals, STATS_CSV, &out);
    ck_assert(!strncmp(out.data, "court,from,to,pre_litigation_mediations,", 40));
    buf_reset(&out);
    query.by = "month";
    PG_AUTO months = NULL;
    ck_assert_int_eq(stats_read(throwaway_pg(), &query, &months, &err), 0);
    ck_assert_int_eq(PQntuples(months), 12);
    stats_write(&query, months, STATS_JSON, &out);
    JSON_AUTO doc = NULL;
    ck_assert_msg(!json_parse(out.data, out.len, &doc, &err), "%s", err.detail);
    query.by = "channel";
    PG_AUTO channels = NULL;
    ck_assert_int_eq(stats_read(throwaway_pg(), &query, &channels, &err), 0);
    buf_reset(&out);
    stats_write(&query, channels, STATS_TABLE, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "人民法院 · 司法确认 · 速裁"));
    query.by = "weather";
    PGresult *none = NULL;
    ck_assert_int_eq(stats_read(throwaway_pg(), &query, &none, &err), FL_E_USAGE);
    for (int c = 0; c < PQnfields(totals); c++)
        ck_assert_msg(strcmp(stats_label(PQfname(totals, c)), PQfname(totals, c)) != 0,
                      "no label for %s", PQfname(totals, c));
    buf_done(&out);
}
END_TEST

WORLD_SUITE(stats, "statistics",
            pre_litigation_mediations_count_whatever_the_outcome_and_nothing_else,
            fast_track_cases_count_completions_and_show_the_others_beside,
            the_day_is_that_of_the_outcome_in_shanghai,
            a_correction_moves_a_figure_from_one_period_to_another,
            the_parts_add_up_to_the_whole_in_every_dimension,
            the_figures_as_known_on_a_day_leave_out_what_was_recorded_later,
            an_agreement_counts_as_performed_once_on_the_day_it_is_due,
            a_dispute_referred_twice_counts_once_in_each_period,
            the_cases_behind_a_figure_add_up_to_it,
            every_view_and_column_says_in_chinese_and_english_what_it_counts,
            the_command_prints_table_csv_json_and_the_sentence)
