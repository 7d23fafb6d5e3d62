/* A policy pack: what it is called, and that everything wrong with it is refused by file, rule and
 * member. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_check.h"
#include "fenliu/limits.h"
#include "tests/case_random.h"
#include "tests/suite.h"

#define MINI FENLIU_SOURCE "/tests/policy/mini"

static void
read_mini(struct pack *pack)
{
    struct fl_error err = {0};
    ck_assert_msg(!pack_read_dir(MINI, pack, &err), "%s", err.detail);
}

/* Replaces the first `was` of a file by `is`. */
static void
edit(struct pack *pack, const char *path, const char *was, const char *is)
{
    for (int i = 0; i < pack->n_files; i++) {
        struct pack_file *file = &pack->files[i];
        if (strcmp(file->path, path))
            continue;
        char *at = strstr(file->data, was);
        ck_assert_msg(at != NULL, "%s has no \"%s\"", path, was);
        size_t head = (size_t)(at - file->data), len = file->len - strlen(was) + strlen(is);
        char *edited = malloc(len + 1);
        snprintf(edited, len + 1, "%.*s%s%s", (int)head, file->data, is, at + strlen(was));
        free(file->data);
        file->data = edited;
        file->len = len;
        return;
    }
    ck_abort_msg("no file %s", path);
}

static const struct {
    const char *path, *was, *is;
    const char *says[3]; /* pieces of the message */
} bad[] = {
    {"pack.json",               "\"title\"",                      "\"titel\"",                                                               {"pack.json", "titel"}                   },
    {"pack.json",               "{number}号",                    "号",                                                                     {"docket_format", "{number}"}            },
    {"pack.json",               "\"2026-01-01\"",                 "\"2026-01-02\"",                                                          {"cause_lists", "2025"}                  },
    {"pack.json",               "\"converted\"",                  "\"convert\"",                                                             {"fails", "court"}                       },
    {"pack.json",               "2021-01-01",                     "2021-13-01",                                                              {"pack.json", "2021-13-01"}              },
    {"pack.json",               "calendar.tsv",                   "kalender.tsv",                                                            {"kalender.tsv", "missing"}              },
    {"causes-2020.tsv",         "parent\tdomain",                 "parent\tfield",                                                           {"causes-2020.tsv", "domain"}            },
    {"causes-2020.tsv",         "20.1\t4",                        "20.1\t3",                                                                 {"causes-2020.tsv", "20.1"}              },
    {"causes-2020.tsv",         "\tdebt\t",                       "\tdept\t",                                                                {"causes-2020.tsv", "dept"}              },
    {"causes-2020.tsv",         "30\t3\t",                        "20\t3\t",                                                                 {"20", "twice"}                          },
    {"crosswalk.tsv",           "2020\t10\t",                     "2020\t99\t",                                                              {"crosswalk.tsv", "99"}                  },
    {"aliases.tsv",             "\t11",                           "\t999",                                                                   {"aliases.tsv", "999"}                   },
    {"calendar.tsv",            "2021-02-07",                     "2021-02-30",                                                              {"calendar.tsv", "2021-02-30"}           },
    {"pack.json",
     "\"fails\"",                                                 "\"natures\": {\"civil\": 3}, \"fails\"",
     {"natures", "civil", "no name"}                                                                                                                                                  },
    {"pack.json",               "\"fails\"",                      "\"natures\": [], \"fails\"",                                              {"natures", "object"}                    },
    {"pack.json",               "\"fails\"",                      "\"ask\": [\"facts.nothing\"], \"fails\"",                                 {"ask", "facts.nothing"}                 },
    {"pack.json",
     "\"fails\"",                                                 "\"ask\": [\"cause\", \"cause\"], \"fails\"",
     {"ask", "cause", "twice"}                                                                                                                                                        },
    {"calendar.tsv",            "\twork\t",                       "\topen\t",                                                                {"calendar.tsv", "open"}                 },
    {"articles.tsv",            "\tfound\t",                      "\tsure\t",                                                                {"articles.tsv", "sure"}                 },
    {"parameters.json",         "\"fen\"",                        "\"cent\"",                                                                {"small.max", "cent"}                    },
    {"parameters.json",         "1600000",                        "1600000.5",                                                               {"small.max", "integer"}                 },
    {"parameters.json",         "2021-12-31",                     "2022-06-30",                                                              {"small.max", "overlap"}                 },
    {"parameters.json",         "2021-12-31",                     "2021-11-30",                                                              {"PRC-1", "small.max", "no value"}       },
    {"parameters.json",         "\"derived\"",                    "\"guessed\"",                                                             {"small.max", "guessed"}                 },
    {"sets.json",               "\"P2\"",                         "\"P9\"",                                                                  {"sets.json", "labour", "P9"}            },
    {"sets.json",               "\"@suited\", \"10.1\"",          "\"@later\"",                                                              {"all_suited", "later"}                  },
    {"rules/10-nature.json",
     "\"stage\": \"nature\"",                                     "\"stage\": \"natur\"",
     {"10-nature", "stage"}                                                                                                                                                           },
    {"rules/20-route.json",     "\"LAB-2\"",                      "\"LAB-1\"",                                                               {"LAB-1", "twice"}                       },
    {"rules/20-route.json",
     "facts.arbitration_on",                                      "facts.arbitration_at",
     {"LAB-1", "arbitration_at"}                                                                                                                                                      },
    {"rules/20-route.json",     "\"award\"",                      "\"awarded\"",                                                             {"LAB-1", "facts.arbitration", "awarded"}},
    {"rules/20-route.json",     "\"$sue.days\"",                  "\"$sue.day\"",                                                            {"LAB-1", "sue.day"}                     },
    {"rules/20-route.json",     "\"$sue.days\"",                  "\"$small.max\"",                                                          {"LAB-1", "small.max", "period"}         },
    {"rules/20-route.json",     "\"$sue.days\"",                  "\"15 days\"",                                                             {"LAB-1", "15 days"}                     },
    {"rules/20-route.json",     "{$sue.days}",                    "{$sue.dayz}",                                                             {"LAB-1", "text", "sue.dayz"}            },
    {"rules/20-route.json",     "@all_suited",                    "@nothing",                                                                {"CIV-1", "cause", "nothing"}            },
    {"rules/20-route.json",     "\"cause\": \"@all_suited\"",     "\"cause\": {\"2020\": [\"10\"]}",                                         {0}                                      },
    {"rules/20-route.json",     "\"already_decided\"",            "\"summary\"",                                                             {"LAB-2", "procedure"}                   },
    {"rules/20-route.json",     "\"channel\": \"union\"",         "\"channel\": \"onion\"",                                                  {"LAB-8", "onion"}                       },
    {"rules/20-route.json",     "\"title\": \"裁决后起诉\"", "\"titel\": \"\"",                                                         {"LAB-1", "titel"}                       },
    {"rules/20-route.json",
     "\"when\": {}, \"then\": {\"channel\": \"court\"}",          "\"when\": {\"facts.retrial\": true}, \"then\": {\"channel\": \"court\"}",
     {"route", "final rule"}                                                                                                                                                          },
    {"rules/20-route.json",
     "\"when\": {\"nature\": \"labour\"}",                        "\"when\": {}",
     {"CIV-1", "never be reached"}                                                                                                                                                    },
    {"rules/20-route.json",
     "\"nature\": \"labour\"",                                    "\"nature\": \"work\"",
     {"LAB-1", "nature", "work"}                                                                                                                                                      },
    {"rules/20-route.json",
     "\"nature\": \"labour\"",                                    "\"procedure\": \"summary\"",
     {"LAB-1", "procedure", "stage"}                                                                                                                                                  },
    {"rules/20-route.json",     "第五十条",                   "第五十一条",                                                         {"LAB-1", "basis", "第五十一条"}    },
    {"rules/30-procedure.json",
     ", \"民诉法 第一百六十五条\"",                     "",
     {"PRC-1", "in force on 2022-01-01"}                                                                                                                                              },
    {"rules/30-procedure.json",
     "\"max\": \"$small.max\"",                                   "\"most\": 1",
     {"PRC-1", "amount_fen", "most"}                                                                                                                                                  },
    {"rules/30-procedure.json", "[\"divorce\"]",                  "[]",                                                                      {"PRC-1", "claims", "empty"}             },
    {"rules/30-procedure.json",
     "{\"not\": false}",                                          "{\"not\": \"no\"}",
     {"PRC-1", "facts.facts_clear"}                                                                                                                                                   },
    {"rules/50-flags.json",     "\"min\": 10",                    "\"min\": -1",                                                             {"FLG-1", "negative"}                    },
    {"rules/50-flags.json",     "\"priority\": 60",               "\"priority\": 600",                                                       {"FLG-1", "priority"}                    },
    {"rules/50-flags.json",     "\"unconfirmed\"",                "\"maybe\"",                                                               {"FLG-1", "status", "maybe"}             },
    {"rules/50-flags.json",     "\"30d\"",                        "\"30wd\"",                                                                {"FLG-7", "near"}                        },
    {"rules/60-limits.json",    "\"from\": \"entry\"",            "\"from\": \"dawn\"",                                                      {"LIM-1", "dawn"}                        },
    {"rules/60-limits.json",    "\"unit\": \"months\"",           "\"unit\": \"years\"",                                                     {"LIM-2", "years"}                       },
    {"rules/70-docket.json",    "\"examples\": [",                "\"examples\": [], \"x\": [",                                              {"DOC-1", "x"}                           },
    {"rules/70-docket.json",
     "\"to\": \"2024-12-31\"",                                    "\"to\": \"2020-12-31\"",
     {"DOC-1", "before from"}                                                                                                                                                         },
};

static int
load(struct pack *pack, struct fl_error *err)
{
    struct policy *policy = NULL;
    int rc = policy_load(pack, &policy, err);
    policy_release(policy);
    return rc;
}

START_TEST(a_wrong_pack_is_refused_by_file_rule_and_member)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pack pack;
        struct fl_error err = {0};
        read_mini(&pack);
        edit(&pack, bad[i].path, bad[i].was, bad[i].is);
        int rc = load(&pack, &err);
        ck_assert_msg(bad[i].says[0] ? rc == FL_E_POLICY : !rc, "%s with %s: %d %s", bad[i].path,
                      bad[i].is, rc, err.detail);
        for (int k = 0; k < 3 && bad[i].says[k]; k++)
            ck_assert_msg(strstr(err.detail, bad[i].says[k]) != NULL,
                          "%s with %s: \"%s\" is not in: %s", bad[i].path, bad[i].is,
                          bad[i].says[k], err.detail);
        pack_done(&pack);
    }
}
END_TEST

/* A file with one piece of it cut out, doubled, or with a byte changed. */
static void
spoil(struct pack_file *file, struct dice *dice)
{
    uint32_t at = dice_roll(dice, (uint32_t)file->len), n = 1 + dice_roll(dice, 40);
    if (at + n > file->len)
        n = (uint32_t)file->len - at;
    if (dice_roll(dice, 3) == 0) {
        file->data[at] = (char)dice_roll(dice, 256);
    } else if (dice_roll(dice, 2)) {
        memmove(file->data + at, file->data + at + n, file->len - at - n);
        file->len -= n;
    } else {
        uint32_t from = dice_roll(dice, (uint32_t)file->len - n + 1);
        memmove(file->data + at, file->data + from, n);
    }
    file->data[file->len] = 0;
}

START_TEST(a_spoilt_pack_is_refused_with_a_sentence_or_loads_whole)
{
    struct dice dice = {20210601};
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
        struct pack pack;
        struct fl_error err = {0};
        read_mini(&pack);
        struct pack_file *file = &pack.files[dice_roll(&dice, (uint32_t)pack.n_files)];
        for (uint32_t k = 0; k <= dice_roll(&dice, 3) && file->len > 60; k++)
            spoil(file, &dice);
        int rc = load(&pack, &err);
        ck_assert_msg(!rc || (rc == FL_E_POLICY && *err.detail), "%s: %d", file->path, rc);
        refused += rc != 0;
        pack_done(&pack);
    }
    ck_assert_int_gt(refused, 600);
}
END_TEST

START_TEST(a_rule_without_example_is_refused)
{
    struct pack pack;
    struct fl_error err = {0};
    read_mini(&pack);
    edit(&pack, "rules/40-lane.json",
         "\"examples\": [{\"as_of\": \"2021-03-05\", \"case\": {\"cause\": {\"version\": "
         "\"2020\", \"code\": \"31\"}}, \"expect\": {\"fast_track\": false}}]",
         "\"examples\": []");
    ck_assert_int_eq(load(&pack, &err), FL_E_POLICY);
    ck_assert_msg(strstr(err.detail, "FST-9") && strstr(err.detail, "example"), "%s", err.detail);
    pack_done(&pack);
}
END_TEST

START_TEST(a_cause_condition_that_leaves_out_a_list_in_force_is_refused)
{
    struct pack pack;
    struct fl_error err = {0};
    read_mini(&pack);
    edit(&pack, "sets.json", "\"2025\": [\"50\"]", "\"2020\": []");
    ck_assert_int_eq(load(&pack, &err), FL_E_POLICY); /* the list stands twice: no JSON of ours */
    pack_done(&pack);
    read_mini(&pack);
    edit(&pack, "sets.json", ", \"2025\": [\"50\"]", "");
    ck_assert_int_eq(load(&pack, &err), FL_E_POLICY);
    ck_assert_msg(strstr(err.detail, "NAT-1") && strstr(err.detail, "2025"), "%s", err.detail);
    pack_done(&pack);
}
END_TEST

START_TEST(the_name_of_a_policy_changes_with_any_byte_of_it)
{
    struct policy *one = NULL, *two = NULL;
    struct fl_error err = {0};
    ck_assert_int_eq(policy_load_dir(MINI, &one, &err), 0);
    ck_assert_int_eq(policy_load_dir(MINI, &two, &err), 0);
    ck_assert_str_eq(policy_hash(one), policy_hash(two));
    ck_assert_int_eq(strlen(policy_hash(one)), 64);
    ck_assert(!strncmp(policy_name(one), "mini@", 5) &&
              !strncmp(policy_name(one) + 5, policy_hash(one), 8));
    policy_release(two);
    struct pack pack, again = {0};
    read_mini(&pack);
    edit(&pack, "aliases.tsv", "居间合同纠纷", "居间合同争议");
    ck_assert_int_eq(pack_take(pack.files, pack.n_files, &again, &err), 0);
    ck_assert(strcmp(again.hash, policy_hash(one)));
    pack_done(&again);
    policy_release(one);
}
END_TEST

START_TEST(a_parameter_has_the_value_of_its_day)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    int64_t value = 0;
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    ck_assert(policy_param(policy, "small.max", day_of_civil(2021, 12, 31), &value));
    ck_assert_int_eq(value, 1600000);
    ck_assert(policy_param(policy, "small.max", day_of_civil(2022, 1, 1), &value));
    ck_assert_int_eq(value, 4000050);
    ck_assert(!policy_param(policy, "small.max", day_of_civil(2016, 5, 31), &value));
    ck_assert(!policy_param(policy, "small", day_of_civil(2021, 5, 31), &value));
    policy_release(policy);
}
END_TEST

START_TEST(a_case_number_is_written_as_the_pack_says)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    char text[64];
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    ck_assert(policy_docket_number(policy, "430204", 2021, "民诉前调", 1, text, sizeof text));
    ck_assert_str_eq(text, "（2021）湘0204民诉前调1号");
    ck_assert(!policy_docket_number(policy, "110101", 2021, "民初", 1, text, sizeof text));
    ck_assert(!policy_docket_number(policy, "430204", 2021, "民初", 1, text, 12));
    policy_release(policy);
}
END_TEST

START_TEST(the_small_pack_passes_its_own_examination)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    struct policy_report report;
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    policy_check(policy, &report);
    ck_assert_msg(!report.faults, "%s", report.text.data);
    ck_assert_int_gt(report.examples, policy->n_rules - 1);
    buf_done(&report.text);
    policy_release(policy);
}
END_TEST

/* Loads the small pack with one edit and returns what its examination says. */
static struct buf
examine(const char *path, const char *was, const char *is)
{
    struct pack pack;
    struct policy *policy = NULL;
    struct fl_error err = {0};
    struct policy_report report;
    read_mini(&pack);
    edit(&pack, path, was, is);
    ck_assert_msg(!policy_load(&pack, &policy, &err), "%s", err.detail);
    pack_done(&pack);
    policy_check(policy, &report);
    policy_release(policy);
    ck_assert_int_gt(report.faults, 0);
    return report.text;
}

START_TEST(the_examination_finds_shadowed_unreached_and_wrong_rules)
{
    struct buf text = examine(
        "rules/20-route.json",
        "\"facts.mediation_history\": \"failed\"}, {\"facts.consent_to_mediate\": \"refused\"",
        "\"facts.mediation_history\": \"failed\"}, {\"facts.consent_to_mediate\": [\"both\", "
        "\"claimant\"]");
    ck_assert_msg(strstr(text.data, "LAB-3") != NULL, "%s", text.data);
    buf_done(&text);
    text = examine(
        "rules/20-route.json",
        "\"facts.arbitration\": \"award\", \"facts.arbitration_on\": {\"past\": \"$sue.days\"}",
        "\"facts.arbitration\": \"award\", \"facts.arbitration_on\": {\"within\": \"$sue.days\"}");
    ck_assert_msg(strstr(text.data, "LAB-2") && strstr(text.data, "LAB-1"), "%s", text.data);
    buf_done(&text);
}
END_TEST

START_TEST(what_is_unconfirmed_is_listed)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    struct buf text = {0};
    ck_assert_int_eq(policy_load_dir(MINI, &policy, &err), 0);
    ck_assert_int_eq(policy_unconfirmed(policy, &text), 2);
    ck_assert(strstr(text.data, "FLG-1") && strstr(text.data, "第一百六十五条"));
    buf_done(&text);
    policy_release(policy);
}
END_TEST

START_TEST(the_difference_of_two_packs_is_told_in_sentences)
{
    struct pack pack;
    struct policy *one = NULL, *two = NULL;
    struct fl_error err = {0};
    struct buf text = {0};
    ck_assert_int_eq(policy_load_dir(MINI, &one, &err), 0);
    ck_assert_int_eq(policy_diff(one, one, FL_NO_DAY, &text), 0);
    read_mini(&pack);
    edit(&pack, "parameters.json", "1600000", "1700000");
    edit(&pack, "rules/20-route.json", "\"facts.union_at_employer\": true, ", "");
    edit(&pack, "sets.json", "\"@suited\", \"10.1\"", "\"@suited\"");
    ck_assert_msg(!policy_load(&pack, &two, &err), "%s", err.detail);
    pack_done(&pack);
    ck_assert_int_eq(policy_diff(one, two, FL_NO_DAY, &text), 3);
    ck_assert(strstr(text.data, "LAB-8") && strstr(text.data, "small.max") &&
              strstr(text.data, "1700000"));
    ck_assert(strstr(text.data, "all_suited") && strstr(text.data, "10.1"));
    buf_reset(&text);
    ck_assert_int_eq(policy_diff(one, two, day_of_civil(2023, 1, 1), &text),
                     2); /* the limit is the same then */
    buf_done(&text);
    policy_release(one);
    policy_release(two);
}
END_TEST

START_TEST(a_folder_with_other_files_or_none_is_refused)
{
    struct pack pack;
    struct fl_error err = {0};
    ck_assert_int_eq(pack_read_dir(FENLIU_SOURCE "/tests/policy/no-such", &pack, &err), FL_E_IO);
    ck_assert_int_eq(pack_read_dir(FENLIU_SOURCE "/schema", &pack, &err), FL_E_POLICY);
}
END_TEST

/* The small pack with names of courts. */
static int
load_named(const char *names, struct policy **ret, struct fl_error *err)
{
    char with[4 * FL_MAX_NAME];
    struct pack pack;
    read_mini(&pack);
    snprintf(with, sizeof with, "\"court_names\": %s, \"fails\"", names);
    edit(&pack, "pack.json", "\"fails\"", with);
    int rc = policy_load(&pack, ret, err);
    pack_done(&pack);
    return rc;
}

START_TEST(a_court_is_called_as_the_pack_says)
{
    static const struct {
        const char *names, *says;
    } wrong[] = {
        {"[]",                                                            "six digits"},
        {"{\"4302\": {\"zh\": \"甲\", \"en\": \"A\"}}",                  "4302"      },
        {"{\"43020x\": {\"zh\": \"甲\", \"en\": \"A\"}}",                "43020x"    },
        {"{\"430204\": \"甲\"}",                                         "430204"    },
        {"{\"430204\": {\"zh\": \"甲\"}}",                               "en"        },
        {"{\"430204\": {\"zh\": \"甲\", \"en\": \"A\", \"fr\": \"B\"}}", "fr"        },
    };
    struct policy *policy = NULL;
    struct fl_error err = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(load_named(wrong[i].names, &policy, &err), FL_E_POLICY);
        ck_assert_msg(strstr(err.detail, wrong[i].says) != NULL, "%s: %s", wrong[i].names,
                      err.detail);
    }
    ck_assert_int_eq(
        load_named("{\"430204\": {\"zh\": \"甲法院\", \"en\": \"Court A\"}}", &policy, &err), 0);
    ck_assert_str_eq(policy_court_name(policy, "430204", true), "甲法院");
    ck_assert_str_eq(policy_court_name(policy, "430204", false), "Court A");
    ck_assert_ptr_null(policy_court_name(policy, "430202", true));
    policy_release(policy);
}
END_TEST

START_TEST(the_name_of_a_court_has_so_many_characters_and_no_more)
{
    for (int more = 0; more < 2; more++) {
        char name[FL_MAX_NAME + 2], names[2 * FL_MAX_NAME];
        struct policy *policy = NULL;
        struct fl_error err = {0};
        memset(name, 'x', sizeof name);
        name[FL_MAX_NAME + more] = 0;
        snprintf(names, sizeof names, "{\"430204\": {\"zh\": \"甲\", \"en\": \"%s\"}}", name);
        ck_assert_int_eq(load_named(names, &policy, &err), more ? FL_E_POLICY : 0);
        policy_release(policy);
    }
}
END_TEST

SUITE(policy, "policy packs", a_wrong_pack_is_refused_by_file_rule_and_member,
      a_spoilt_pack_is_refused_with_a_sentence_or_loads_whole, a_rule_without_example_is_refused,
      a_cause_condition_that_leaves_out_a_list_in_force_is_refused,
      the_name_of_a_policy_changes_with_any_byte_of_it, a_parameter_has_the_value_of_its_day,
      a_case_number_is_written_as_the_pack_says, the_small_pack_passes_its_own_examination,
      the_examination_finds_shadowed_unreached_and_wrong_rules, what_is_unconfirmed_is_listed,
      the_difference_of_two_packs_is_told_in_sentences,
      a_folder_with_other_files_or_none_is_refused, a_court_is_called_as_the_pack_says,
      the_name_of_a_court_has_so_many_characters_and_no_more)
