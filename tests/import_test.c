/* Files of past years: cells, mappings, rows; each fault is told in a sentence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/import/brought.h"
#include "tests/throwaway.h"

static struct arena arena;

static void
open_arena(void)
{
    arena_init(&arena);
}

static void
close_arena(void)
{
    arena_done(&arena);
}

static char *folder; /* of this process's files */

static void
remove_folder(void)
{
    folder_remove(folder);
}

static char *
file_with(const char *name, const char *text, size_t len)
{
    static char path[600];
    if (!folder) {
        folder = folder_make();
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fwrite(text, 1, len, file), len);
    fclose(file);
    return path;
}

/* --- cells --- */

static const char *
day_read(const char *form, const char *text)
{
    static char day[32];
    struct mapping mapping = {.dates = form};
    int64_t ms;
    bool has_time;
    if (!import_moment(&mapping, text, &ms, &has_time))
        return "none";
    return moment_print(ms, day);
}

START_TEST(days_are_read_as_older_systems_write_them)
{
    static const struct {
        const char *form, *text, *day;
    } rows[] = {
        {NULL,         "2021-03-05",                "2021-03-05T00:00"},
        {NULL,         "2021-3-5",                  "2021-03-05T00:00"},
        {NULL,         "2021/03/05",                "2021-03-05T00:00"},
        {NULL,         "2021.3.5",                  "2021-03-05T00:00"},
        {NULL,         "2021年3月5日",           "2021-03-05T00:00"},
        {NULL,         "20210305",                  "2021-03-05T00:00"},
        {NULL,         "2021-03-05 9:12",           "2021-03-05T09:12"},
        {NULL,         "2021-03-05 09:12:30",       "2021-03-05T09:12"},
        {NULL,         "2021-03-05T09:12:00+08:00", "2021-03-05T09:12"},
        {NULL,         "2021-02-29",                "none"            },
        {NULL,         "2021-13-01",                "none"            },
        {NULL,         "05/03/2021",                "none"            },
        {NULL,         "2021-03",                   "none"            },
        {NULL,         "2021-03-05 25:00",          "none"            },
        {NULL,         "2021-03-05x",               "none"            },
        {NULL,         "",                          "none"            },
        {"DD/MM/YYYY", "05/03/2021",                "2021-03-05T00:00"},
        {"DD/MM/YYYY", "5/3/2021",                  "2021-03-05T00:00"},
        {"DD/MM/YYYY", "2021-03-05",                "none"            },
        {"excel",      "44260",                     "2021-03-05T00:00"},
        {"excel",      "0",                         "none"            },
        {"excel",      "2021-03-05",                "none"            },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(
            !strncmp(day_read(rows[i].form, rows[i].text), rows[i].day, strlen(rows[i].day)),
            "%s: %s", rows[i].text, day_read(rows[i].form, rows[i].text));
}
END_TEST

START_TEST(yuan_become_fen_without_rounding)
{
    static const struct {
        const char *text;
        int64_t fen; /* -1: refused */
    } rows[] = {
        {"30000",                 3000000           },
        {"30,000.50",             3000050           },
        {"0.5",                   50                },
        {"1860.05",               186005            },
        {"0",                     0                 },
        {"1.005",                 -1                },
        {"-5",                    -1                },
        {"3万",                  -1                },
        {"",                      -1                },
        {".",                     -1                },
        {"90071992547409.92",     9007199254740992LL},
        {"90071992547409.93",     -1                },
        {"123456789012345678901", -1                },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t fen = -1;
        if (!import_yuan(rows[i].text, &fen))
            fen = -1;
        ck_assert_msg(fen == rows[i].fen, "%s: %lld", rows[i].text, (long long)fen);
    }
}
END_TEST

START_TEST(docket_numbers_come_apart_as_the_policy_writes_them)
{
    static const struct {
        const char *text, *parts;
    } rows[] = {
        {"（2021）湘0204民诉前调12号", "民诉前调 2021 12"},
        {"(2021)湘0204民初7号",            "民初 2021 7"       },
        {"（2021） 湘0204 民初 7 号",    "民初 2021 7"       },
        {"（2021）湘0203民初7号",        "none"                },
        {"（2021）湘0204号",               "none"                },
        {"（2021）湘0204民初号",         "none"                },
        {"（2021）湘02047号",              "none"                },
        {"（2021）湘0204民初0号",        "none"                },
        {"石劳人仲案字[2021]第12号",   "none"                },
        {"",                                   "none"                },
    };
    struct policy *policy;
    struct fl_error err;
    ck_assert_int_eq(policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err), 0);
    open_arena();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct brought_visit v = {0};
        char parts[128] = "none";
        if (import_docket(policy, "430204", rows[i].text, &arena, &v))
            snprintf(parts, sizeof parts, "%s %d %d", v.docket_word, v.docket_year,
                     v.docket_number);
        ck_assert_msg(!strcmp(parts, rows[i].parts), "%s: %s", rows[i].text, parts);
    }
    close_arena();
    policy_release(policy);
}
END_TEST

/* --- the mapping --- */

static const char *
mapped(const char *text)
{
    static struct fl_error err;
    struct mapping mapping;
    open_arena();
    memset(&err, 0, sizeof err);
    int code =
        mapping_read(file_with("map.json", text, strlen(text)), "a.csv", &arena, &mapping, &err);
    close_arena();
    return code ? err.detail : "";
}

START_TEST(a_wrong_mapping_names_its_member_and_the_rule)
{
    static const struct {
        const char *text, *fault;
    } rows[] = {
        {"{}",                                                 ""                               },
        {"{\"columns\": {\"案号\": [\"ref\", \"docket\"]}}", ""                               },
        {"{\"columns\": {\"案号\": \"number\"}}",            "案号: number is no member"    },
        {"{\"column\": {}}",                                   "column: is not known; there are"},
        {"{\"words\": {\"outcom\": {}}}",                      "words: outcom is no member"     },
        {"{\"words\": {\"outcome\": {\"x\": 1}}}",             "outcome: x: what is meant"      },
        {"{\"constants\": {\"court\": 430204}}",               "court: is a text"               },
        {"{\"separator\": \"ab\"}",                            "separator: is one of"           },
        {"{\"dates\": \"DD/MM\"}",                             "dates: is made of YYYY"         },
        {"{\"format\": \"xls\"}",                              "format: is csv or jsonl"        },
        {"{\"ignore_other_columns\": 1}",                      "ignore_other_columns: is true"  },
        {"[]",                                                 "mapping: is a JSON object"      },
        {"{",                                                  "map.json: "                     },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *told = mapped(rows[i].text);
        ck_assert_msg(*rows[i].fault ? strstr(told, rows[i].fault) != NULL : !*told, "%s: %s",
                      rows[i].text, told);
    }
}
END_TEST

START_TEST(a_mapping_has_a_limit)
{
    for (int more = 0; more < 2; more++) {
        size_t len = FL_MAX_IMPORT_MAPPING + (size_t)more;
        char *text = malloc(len + 1);
        memset(text, ' ', len);
        text[0] = '{';
        text[len - 1] = '}';
        text[len] = 0;
        ck_assert_msg((*mapped(text) != 0) == more, "%d: %s", more, mapped(text));
        free(text);
    }
}
END_TEST

/* --- disputes --- */

/* The first fault of a file of JSON Lines, "" without any; each line is a dispute of 430204. */
static const char *
first_fault(const char *text)
{
    static char told[800];
    static struct import_row rows[FL_MAX_IMPORT_VISITS];
    struct policy *policy;
    struct keys *keys;
    struct mapping mapping;
    struct import_rows file;
    struct import_faults faults = {0};
    struct import_fault fault;
    struct brought brought;
    struct fl_error err = {0};
    bool is_fault;
    int n;
    char *keys_in = folder_make();
    ck_assert_int_eq(policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err), 0);
    ck_assert_int_eq(keys_open(keys_in, true, &keys, &err), 0);
    open_arena();
    ck_assert_int_eq(mapping_read(NULL, "a.jsonl", &arena, &mapping, &err), 0);
    mapping.constants[IMPORT_COURT] = "430204";
    mapping.constants[IMPORT_SOURCE] = "old";
    told[0] = 0;
    if (rows_open(&file, file_with("a.jsonl", text, strlen(text)), &mapping, &err) ||
        rows_next(&file, &arena, rows, &n, &fault, &is_fault, &err)) {
        snprintf(told, sizeof told, "%s", err.detail);
    } else if (is_fault) {
        snprintf(told, sizeof told, "line: %s", fault.rule);
    } else {
        int64_t now;
        moment_parse("2022-01-01T00:00:00+08:00", 25, &now);
        if (!brought_read(policy, keys, &mapping, now, rows, n, &arena, &brought, &faults))
            snprintf(told, sizeof told, "%s: %s", faults.list[0].member, faults.list[0].rule);
        brought_done(&brought);
    }
    rows_close(&file);
    close_arena();
    keys_close(keys);
    policy_release(policy);
    folder_remove(keys_in);
    return told;
}

#define DONE ",\"concluded_on\":\"2021-03-20\",\"outcome\":\"agreed\""
#define IN   "{\"procedure\":\"pre_filing_mediation\",\"entered_on\":\"2021-03-01\""

START_TEST(each_fault_of_a_dispute_is_told_with_its_member)
{
    static const struct {
        const char *text, *fault;
    } rows[] = {
        {IN DONE "}",                                                                                         ""                                                       },
        {IN "}",                                                                                              ""                                                       },
        {"{\"channel\":\"union\",\"entered_on\":\"2021-03-01\"}",                                             ""                                                       },
        {"{\"procedure\":\"诉前委派调解\",\"accepted_on\":\"2021-03-01\"}",                             ""                                                       },
        {IN ",\"referrals\":[{},{}]}",                                                                        "concluded_on: is needed: the dispute went on"           },
        {IN ",\"outcome\":\"agreed\"}",                                                                       "concluded_on: is needed with an outcome"                },
        {IN ",\"concluded_on\":\"2021-03-20\"}",                                                              "outcome: is needed with concluded_on"                   },
        {IN ",\"concluded_on\":\"2021-03-20\",\"outcome\":\"award\"}",
         "outcome: is no outcome of mediation"                                                                                                                         },
        {IN DONE ",\"reason\":\"far_apart\"}",                                                                "reason: is no reason of this outcome"                   },
        {IN ",\"accepted_on\":\"2021-02-28\"}",                                                               "accepted_on: lies before entered_on"                    },
        {IN ",\"accepted_on\":\"2021-03-21\"" DONE "}",                                                       "concluded_on: lies before accepted_on"                  },
        {IN ",\"accepted_on\":\"2022-03-21\"}",                                                               "accepted_on: lies in the future"                        },
        {"{\"channel\":\"mediation\",\"entered_on\":\"2021-03-01\"}",
         "procedure: is needed, one of mediation: pre_filing_mediation, entrusted_mediation"                                                                           },
        {"{\"entered_on\":\"2021-03-01\"}",                                                                   "channel: is needed"                                     },
        {"{\"channel\":\"court\",\"procedure\":\"union_mediation\",\"entered_on\":\"2021-03-01\"}",
         "procedure: is no procedure of court"                                                                                                                         },
        {"{\"procedure\":\"pre_filing_mediation\"}",                                                          "entered_on: is needed"                                  },
        {IN ",\"fast_track\":\"yes\"}",                                                                       "fast_track: the fast track is not open"                 },
        {IN ",\"fast_track\":\"maybe\"}",                                                                     "fast_track: is neither"                                 },
        {IN ",\"cause\":\"民间借贷\"}",                                                                   "cause: the list of causes of 2020 has none such; near: "},
        {IN ",\"cause_code\":\"999\"}",                                                                       "cause_code: the list"                                   },
        {IN ",\"street\":\"43020400\"}",                                                                      "street: has 9 digits"                                   },
        {IN ",\"amount_yuan\":\"1.234\"}",                                                                    "amount_yuan: is an amount"                              },
        {IN ",\"amount_fen\":12}",                                                                            ""                                                       },
        {IN ",\"claimants\":\"0\"}",                                                                          "claimants: is a number from 1"                          },
        {IN ",\"claimants\":\"1000\"}",                                                                       ""                                                       },
        {IN ",\"claimants\":\"1001\"}",                                                                       "claimants: is a number from 1"                          },
        {IN ",\"claimants\":\"张某、李某\",\"claimant_kind\":\"company\"}",                              ""                                                       },
        {IN ",\"docket\":\"第3号\"}",
         "docket: is no docket number of this court, such as （2021）湘0204民初12号"                                                                             },
        {IN DONE ",\"withdrawn_on\":\"2021-04-01\"}",
         "withdrawn_on: the last visit has an outcome"                                                                                                                 },
        {IN ",\"withdrawn_on\":\"2021-02-01\"}",                                                              "withdrawn_on: lies before"                              },
        {IN ",\"weather\":\"fine\"}",                                                                         "nothing says what the column \"weather\" is"            },
        {IN ",\"court\":\"43\"}",                                                                             "court: has six digits"                                  },
        {IN ",\"source\":\"Old System\"}",                                                                    "source: is made of"                                     },
        {IN DONE ",\"performed\":\"none\"}",                                                                  ""                                                       },
        {IN DONE ",\"perform_by\":\"2023-03-20\"}",                                                           ""                                                       },
        {IN DONE ",\"performed\":\"全部履行\"}",                                                          ""                                                       },
        {IN DONE
         ",\"perform_by\":\"2021-03-20\",\"performed\":\"part\",\"performed_on\":\"2021-03-20\"}",   ""                                                       },
        {IN ",\"performed\":\"none\"}",                                                                       "performed: only with an agreement"                      },
        {IN ",\"perform_by\":\"2021-04-01\"}",                                                                "perform_by: only with an agreement"                     },
        {IN
         ",\"concluded_on\":\"2021-03-20\",\"outcome\":\"failed\",\"performed_on\":\"2021-04-01\"}", "performed_on: only with an agreement"                   },
        {IN DONE ",\"performed\":\"half\"}",
         "performed: is no state of performance; say what it means in `words` of the mapping, or "
         "use one of none, part, whole"                                                                                                                                },
        {IN DONE ",\"performed_on\":\"2021-04-01\"}",
         "performed_on: only with performed: part or whole"                                                                                                            },
        {IN DONE ",\"performed\":\"none\",\"performed_on\":\"2021-04-01\"}",
         "performed_on: only with performed: part or whole"                                                                                                            },
        {IN DONE ",\"perform_by\":\"2021-03-19\"}",                                                           "perform_by: lies before the agreement"                  },
        {IN DONE ",\"perform_by\":\"soon\"}",                                                                 "perform_by: is no day that exists"                      },
        {IN DONE ",\"performed\":\"whole\",\"performed_on\":\"2021-03-19\"}",
         "performed_on: lies before the agreement"                                                                                                                     },
        {IN DONE ",\"performed\":\"whole\",\"performed_on\":\"2022-03-19\"}",
         "performed_on: lies in the future"                                                                                                                            },
        {"[1]",                                                                                               "line: a line holds one JSON object"                     },
        {"{\"a\"",                                                                                            "line: "                                                 },
        {IN ",\"referrals\":[]}",                                                                             "line: referrals is a list"                              },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *told = first_fault(rows[i].text);
        ck_assert_msg(*rows[i].fault ? strncmp(told, rows[i].fault, strlen(rows[i].fault)) == 0
                                     : !*told,
                      "%s: %s", rows[i].text, told);
    }
}
END_TEST

START_TEST(the_visits_of_a_dispute_have_a_limit)
{
    for (int more = 0; more < 2; more++) {
        struct buf text = {0};
        buf_text(&text, IN DONE ",\"referrals\":[{\"entered_on\":\"2021-03-01\"}");
        for (int i = 1; i < FL_MAX_IMPORT_VISITS + more; i++)
            buf_text(&text, ",{\"entered_on\":\"2021-03-20\"}");
        buf_text(&text, "]}");
        const char *told = first_fault(text.data);
        ck_assert_msg((strncmp(told, "line: referrals is a list", 25) == 0) == more, "%s", told);
        buf_done(&text);
    }
}
END_TEST

SUITE(import, "files of past years", days_are_read_as_older_systems_write_them,
      yuan_become_fen_without_rounding, docket_numbers_come_apart_as_the_policy_writes_them,
      a_wrong_mapping_names_its_member_and_the_rule, a_mapping_has_a_limit,
      each_fault_of_a_dispute_is_told_with_its_member, the_visits_of_a_dispute_have_a_limit)
