/* The roster: what its members must be, changes as events, and files of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/roster/roster_put.h"
#include "fenliu/limits.h"
#include "tests/desk_world.h"

static struct fl_error err;

static int
field(enum roster_kind kind, const char *name)
{
    for (int i = 0; i < roster_tables[kind].n_fields; i++)
        if (strcmp(roster_tables[kind].fields[i].name, name) == 0)
            return i;
    ck_abort_msg("no member %s", name);
    return 0;
}

/* --- values --- */

/* The value as it is stored, or NULL when it is refused. */
static const char *
checked(enum roster_kind kind, const char *member, const char *value)
{
    struct act act = world_act();
    struct faults faults;
    struct roster_row row = {.code = "code"};
    int i = field(kind, member);
    row.value[i] = value;
    faults_init(&faults, act.arena);
    roster_check(kind, &act, &row, false, "", &faults);
    return faults.n ? NULL : row.value[i];
}

static const struct {
    enum roster_kind kind;
    const char *member, *value, *stored; /* NULL: refused */
} values[] = {
    {ROSTER_BODY,     "channel",   "mediation",                                                  "mediation"          },
    {ROSTER_BODY,     "channel",   "outside",                                                    NULL                 },
    {ROSTER_BODY,     "channel",   "nowhere",                                                    NULL                 },
    {ROSTER_BODY,     "kind",      "trade_committee",                                            "trade_committee"    },
    {ROSTER_BODY,     "kind",      "club",                                                       NULL                 },
    {ROSTER_BODY,     "name",      "",                                                           NULL                 },
    {ROSTER_MEDIATOR, "streets",   "430204001",                                                  "430204001"          },
    {ROSTER_MEDIATOR, "streets",   "430204001，430204002；430204003、430204004001 430204005",
     "430204001,430204002,430204003,430204004001,430204005"                                                           },
    {ROSTER_MEDIATOR, "streets",   "4302040",                                                    NULL                 },
    {ROSTER_MEDIATOR, "streets",   "",                                                           ""                   },
    {ROSTER_MEDIATOR, "causes",    "103.3",                                                      "2020:103.3"         }, /* the list of that day */
    {ROSTER_MEDIATOR, "causes",    "2025:108.3,103",                                             "2025:108.3,2020:103"},
    {ROSTER_MEDIATOR, "causes",    "2025:103.33",                                                NULL                 },
    {ROSTER_MEDIATOR, "causes",    "1999:103",                                                   NULL                 },
    {ROSTER_MEDIATOR, "languages", "zh,hsn,zh-Hans",                                             "zh,hsn,zh-Hans"     },
    {ROSTER_MEDIATOR, "languages", "Chinese",                                                    NULL                 },
    {ROSTER_MEDIATOR, "languages", "zh-",                                                        NULL                 },
    {ROSTER_MEDIATOR, "cap",       "1",                                                          "1"                  },
    {ROSTER_MEDIATOR, "cap",       "0",                                                          NULL                 },
    {ROSTER_MEDIATOR, "cap",       "1000",                                                       "1000"               },
    {ROSTER_MEDIATOR, "cap",       "1001",                                                       NULL                 },
    {ROSTER_MEDIATOR, "cap",       "five",                                                       NULL                 },
    {ROSTER_MEDIATOR, "cap",       "-1",                                                         NULL                 },
    {ROSTER_MEDIATOR, "active",    "yes",                                                        "yes"                },
    {ROSTER_MEDIATOR, "active",    "true",                                                       NULL                 },
    {ROSTER_MEDIATOR, "body",      " b",                                                         NULL                 },
    {ROSTER_MEDIATOR, "name",      "王\t芳",                                                   NULL                 },
    {ROSTER_MEDIATOR, "name",      "\xE7\x8E",                                                   NULL                 },
};

START_TEST(each_member_is_taken_as_it_must_be_or_refused)
{
    const char *stored = checked(values[_i].kind, values[_i].member, values[_i].value);
    const char *wanted = values[_i].stored;
    ck_assert_msg(stored == wanted || (stored && wanted && !strcmp(stored, wanted)),
                  "%s \"%s\": %s", values[_i].member, values[_i].value,
                  stored ? stored : "refused");
}
END_TEST

START_TEST(every_size_is_taken_up_to_its_limit_and_not_beyond)
{
    static const struct {
        enum roster_kind kind;
        const char *member, *element;
        int max;
    } lists[] = {
        {ROSTER_BODY,     "streets",   "430204001,", FL_MAX_STREETS  },
        {ROSTER_MEDIATOR, "causes",    "2020:103,",  FL_MAX_CAUSES   },
        {ROSTER_MEDIATOR, "languages", "zh,",        FL_MAX_LANGUAGES},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (int more = 0; more < 2; more++) {
            char text[4096] = "";
            for (int k = 0; k < lists[i].max + more; k++)
                strcat(text, lists[i].element);
            ck_assert_int_eq(checked(lists[i].kind, lists[i].member, text) == NULL, more);
        }
    for (int more = 0; more < 2; more++) {
        char *name = world_text(FL_MAX_NAME + more), *code = world_text(FL_MAX_BODY + more);
        ck_assert_int_eq(checked(ROSTER_MEDIATOR, "name", name) == NULL, more);
        ck_assert_int_eq(checked(ROSTER_MEDIATOR, "body", code) == NULL, more);
        free(name);
        free(code);
    }
}
END_TEST

/* --- changes --- */

static enum roster_result
put(enum roster_kind kind, const char *code, enum roster_mode mode, int n, const char *const *pairs)
{
    struct act act = world_act();
    struct roster_row row = {.code = code};
    enum roster_result result = ROSTER_UNCHANGED;
    for (int i = 0; i < n; i += 2)
        row.value[field(kind, pairs[i])] = pairs[i + 1];
    memset(&err, 0, sizeof err);
    roster_put(&act, kind, &row, mode, &result, &err);
    return result;
}
#define PUT(kind, code, mode, ...)                                                                 \
    put(kind, code, mode, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *),                  \
        (const char *[]){__VA_ARGS__})

START_TEST(a_change_is_an_event_with_what_holds_since_and_said_twice_it_is_none)
{
    ck_assert_int_eq(PUT(ROSTER_BODY, "b1", ROSTER_ADD, "channel", "mediation", "kind", "committee",
                         "name", "示例街道调委会", "phone", "0731-1"),
                     ROSTER_ADDED);
    ck_assert_int_eq(
        PUT(ROSTER_MEDIATOR, "m1", ROSTER_PUT, "body", "b1", "name", "王芳", "cap", "5"),
        ROSTER_ADDED);
    ck_assert_int_eq(
        PUT(ROSTER_MEDIATOR, "m1", ROSTER_PUT, "body", "b1", "name", "王芳", "cap", "5"),
        ROSTER_UNCHANGED);
    ck_assert_int_eq(PUT(ROSTER_MEDIATOR, "m1", ROSTER_SET, "cap", ""), ROSTER_CHANGED);
    ck_assert_int_eq(PUT(ROSTER_MEDIATOR, "m1", ROSTER_SET, "employer", "某某公司"),
                     ROSTER_CHANGED);
    ck_assert_int_eq(PUT(ROSTER_MEDIATOR, "m1", ROSTER_SET, "employer", "某某公司"),
                     ROSTER_UNCHANGED);
    ck_assert_int_eq(PUT(ROSTER_MEDIATOR, "m1", ROSTER_SET, "employer", "另一公司"),
                     ROSTER_CHANGED);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM mediator_relation"),
                     "1"); /* one employer */
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(data ->> 'change', ' ' ORDER BY event_id) "
                                   "FROM event WHERE dispute_id = 0"),
                     "added added changed related unrelated related");
    ck_assert_str_eq(throwaway_ask("SELECT data -> 'is' ->> 'load_cap' FROM event WHERE type = "
                                   "'mediator.changed' ORDER BY event_id LIMIT 1"),
                     "5");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM event WHERE data::text ~ '王芳|公司|0731|示例'"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT n > 1 FROM roster_change"), "t");
}
END_TEST

START_TEST(what_is_not_there_or_is_there_already_is_said)
{
    PUT(ROSTER_MEDIATOR, "m1", ROSTER_ADD, "body", "none", "name", "王芳");
    ck_assert_int_eq(err.code, FL_E_NOT_FOUND);
    PUT(ROSTER_MEDIATOR, "m1", ROSTER_SET, "cap", "3");
    ck_assert_int_eq(err.code, FL_E_NOT_FOUND);
    PUT(ROSTER_MEDIATOR, "m1", ROSTER_PUT, "cap", "3");
    ck_assert_int_eq(err.code, FL_E_INVALID_PARAMS);
    ck_assert_int_eq(err.n_faults, 2); /* body and name */
    PUT(ROSTER_BODY, "b1", ROSTER_ADD, "channel", "mediation", "kind", "committee", "name", "甲");
    ck_assert_int_eq(err.code, 0);
    PUT(ROSTER_BODY, "b1", ROSTER_ADD, "channel", "mediation", "kind", "committee", "name", "甲");
    ck_assert_int_eq(err.code, FL_E_CONFLICT);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event"), "1");
}
END_TEST

START_TEST(an_absence_begins_ends_and_is_taken_back)
{
    struct act act = world_act();
    fl_day march_1 = moment_day(world_now());
    int n;
    PUT(ROSTER_BODY, "b1", ROSTER_ADD, "channel", "mediation", "kind", "committee", "name", "甲");
    PUT(ROSTER_MEDIATOR, "m1", ROSTER_ADD, "body", "b1", "name", "王芳");
    ck_assert_int_eq(roster_absent(&act, "m1", march_1, march_1 - 1, 0, &err), FL_E_INVALID_PARAMS);
    ck_assert_int_eq(roster_absent(&act, "nobody", march_1, FL_NO_DAY, 0, &err), FL_E_NOT_FOUND);
    ck_assert_int_eq(roster_absent(&act, "m1", march_1 - 10, FL_NO_DAY, 0, &err), 0);
    ck_assert_int_eq(roster_absent(&act, "m1", march_1 + 30, march_1 + 40, 1, &err), 0);
    ck_assert_int_eq(roster_present(&act, "m1", march_1, &n, &err), 0);
    ck_assert_int_eq(n, 2);
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(from_on || '/' || until_on, ' ') FROM mediator_absence"),
        "2021-02-19/2021-02-28");
    ck_assert_int_eq(roster_present(&act, "m1", march_1, &n, &err), 0);
    ck_assert_int_eq(n, 0);
}
END_TEST

START_TEST(a_mediator_has_so_many_relations_and_no_more)
{
    struct act act = world_act();
    int64_t id;
    PUT(ROSTER_BODY, "b1", ROSTER_ADD, "channel", "mediation", "kind", "committee", "name", "甲");
    PUT(ROSTER_MEDIATOR, "m1", ROSTER_ADD, "body", "b1", "name", "王芳");
    for (int i = 0; i < FL_MAX_RELATIONS; i++) {
        char whom[32];
        snprintf(whom, sizeof whom, "亲属%d", i);
        ck_assert_int_eq(roster_relate(&act, "m1", 1, whom, &id, &err), 0);
        ck_assert_int_ne(id, 0);
    }
    ck_assert_int_eq(roster_relate(&act, "m1", 1, "又一人", &id, &err), FL_E_TOO_LARGE);
}
END_TEST

Suite *roster_suite(void);
Suite *
roster_suite(void)
{
    Suite *suite = suite_create("roster");
    TCase *tcase = tcase_create("roster");
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_unchecked_fixture(tcase, world_policy, NULL);
    tcase_add_checked_fixture(tcase, throwaway_fresh, throwaway_drop);
    tcase_add_checked_fixture(tcase, world_open, world_close);
    tcase_add_loop_test(tcase, each_member_is_taken_as_it_must_be_or_refused, 0,
                        sizeof values / sizeof *values);
    tcase_add_test(tcase, every_size_is_taken_up_to_its_limit_and_not_beyond);
    tcase_add_test(tcase, a_change_is_an_event_with_what_holds_since_and_said_twice_it_is_none);
    tcase_add_test(tcase, what_is_not_there_or_is_there_already_is_said);
    tcase_add_test(tcase, an_absence_begins_ends_and_is_taken_back);
    tcase_add_test(tcase, a_mediator_has_so_many_relations_and_no_more);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}
