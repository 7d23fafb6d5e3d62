/* The audit chain: what was done behind its back is found, and named. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/access/chain.h"
#include "tests/throwaway.h"

static struct fl_error err;
static char *folder, head[400];
static struct keys *keys;

/* What a check has told, a word each. */
static char told[2000];

static void
note(void *data, enum chain_fault fault, const char *court, int64_t event_id, int64_t seq)
{
    static const char *const names[] = {
        [CHAIN_CHANGED] = "changed",
        [CHAIN_REMOVED] = "removed",
        [CHAIN_INSERTED] = "inserted",
        [CHAIN_BLOCK_ALTERED] = "block altered",
        [CHAIN_BLOCK_MISSING] = "block missing",
    };
    (void)data;
    size_t n = strlen(told);
    if (event_id)
        snprintf(told + n, sizeof told - n, "%s %s/%lld; ", names[fault], court,
                 (long long)event_id);
    else
        snprintf(told + n, sizeof told - n, "%s %lld; ", names[fault], (long long)seq);
}

static const char *
verify(void)
{
    const struct chain_watch watch = {note, NULL, NULL};
    struct chain_sum sum;
    *told = 0;
    ck_assert_msg(!chain_verify(throwaway_pg(), keys, &watch, &sum, &err), "%s", err.detail);
    ck_assert_int_eq(sum.faults != 0, *told != 0);
    return told;
}

static void
seal_all(int expected)
{
    int n, in_all = 0;
    do {
        ck_assert_msg(!chain_seal(throwaway_pg(), keys, head, &n, &err), "%s", err.detail);
        in_all += n;
    } while (n > 0);
    ck_assert_int_eq(in_all, expected);
}

/* Events 1 to n of one court, one transaction each, and one of another court in the midst. */
static void
write_events(int from, int to)
{
    char sql[400];
    for (int i = from; i <= to; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO event (court, event_id, dispute_id, type, actor, at, data, sealed) "
                 "VALUES ('%s', %d, 7, "
                 "'case.received', 'li', '2021-03-05', '{\"n\": %d}', %s)",
                 i == 3 ? "430203" : "430204", i, i,
                 i % 2 ? "NULL" : "decode('01' || repeat('ab', 60), 'hex')");
        throwaway_do(sql);
    }
}

static void
setup(void)
{
    throwaway_fresh();
    folder = folder_make();
    snprintf(head, sizeof head, "%s/chain.head", folder);
    ck_assert_msg(!keys_open(folder, true, &keys, &err), "%s", err.detail);
    write_events(1, 6);
    seal_all(6);
}

static void
teardown(void)
{
    keys_close(keys);
    folder_remove(folder);
    throwaway_drop();
}

START_TEST(what_was_sealed_is_found_whole)
{
    ck_assert_str_eq(verify(), "");
    write_events(7, 9); /* not sealed yet: nothing to say about them */
    ck_assert_str_eq(verify(), "");
    seal_all(3);
    ck_assert_str_eq(verify(), "");
    ck_assert_int_eq(chain_check_head(throwaway_pg(), head, &err), 0);
}
END_TEST

START_TEST(a_changed_event_is_named_whatever_was_changed)
{
    static const struct {
        const char *change, *back;
    } rows[] = {
        {"actor = 'wang'",                                   "actor = 'li'"                      },
        {"actor = NULL",                                     "actor = 'li'"                      },
        {"data = '{\"n\": 5}'",                              "data = '{\"n\": 4}'"               },
        {"at = at + interval '1 microsecond'",               "at = at - interval '1 microsecond'"},
        {"type = 'case.closed'",                             "type = 'case.received'"            },
        {"dispute_id = 8",                                   "dispute_id = 7"                    },
        {"sealed = decode('01' || repeat('ac', 60), 'hex')",
         "sealed = decode('01' || repeat('ab', 60), 'hex')"                                      },
        {"recorded_at = recorded_at + interval '1 s'",
         "recorded_at = recorded_at - interval '1 s'"                                            },
    };
    char sql[300];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(sql, sizeof sql, "UPDATE event SET %s WHERE event_id = 4", rows[i].change);
        throwaway_do(sql);
        ck_assert_msg(!strcmp(verify(), "changed 430204/4; "), "%s: %s", rows[i].change, told);
        snprintf(sql, sizeof sql, "UPDATE event SET %s WHERE event_id = 4", rows[i].back);
        throwaway_do(sql);
        ck_assert_msg(!*verify(), "%s: %s", rows[i].back, told);
    }
}
END_TEST

START_TEST(a_removed_and_an_inserted_event_are_named)
{
    throwaway_do("DELETE FROM event WHERE event_id = 3");
    ck_assert_str_eq(verify(), "removed 430203/3; ");
    throwaway_do(
        "INSERT INTO event (court, event_id, dispute_id, type, at, xid) "
        "SELECT '430204', 99, 7, 'case.closed', '2021-03-05', xid FROM event WHERE event_id = 2");
    ck_assert_str_eq(verify(), "removed 430203/3; inserted 430204/99; ");
}
END_TEST

START_TEST(a_block_altered_or_taken_out_is_named)
{
    throwaway_do(
        "UPDATE chain SET marks = overlay(marks PLACING '\\x00' FROM 1 FOR 1) WHERE seq = 1");
    ck_assert_msg(strstr(verify(), "block altered 1; "), "%s", told);
    throwaway_do("DELETE FROM chain WHERE seq = 1");
    ck_assert_msg(strstr(verify(), "block missing 1; "), "%s", told);
}
END_TEST

/* Whoever can write to the database, and even run the keeper's code, has not its key. */
START_TEST(without_the_key_nothing_can_be_sealed_anew)
{
    char *other_folder = folder_make();
    struct keys *mine = keys, *theirs = NULL;
    int n;
    ck_assert_int_eq(keys_open(other_folder, true, &theirs, &err), 0);
    throwaway_do("UPDATE event SET actor = 'wang' WHERE event_id = 4; DELETE FROM chain; "
                 "UPDATE chain_place SET xid = '0', event_id = 0");
    ck_assert_int_eq(chain_seal(throwaway_pg(), theirs, NULL, &n, &err), 0);
    ck_assert_int_eq(n, 6);
    ck_assert_msg(strstr(verify(), "block altered 1; "), "%s", told);
    ck_assert_int_eq(chain_check_head(throwaway_pg(), head, &err), FL_E_CONFLICT);
    keys = mine;
    keys_close(theirs);
    folder_remove(other_folder);
}
END_TEST

START_TEST(an_end_that_was_cut_off_is_found_by_the_head_outside)
{
    write_events(7, 8);
    seal_all(2);
    throwaway_do("DELETE FROM event WHERE event_id >= 7; DELETE FROM chain WHERE seq = (SELECT "
                 "max(seq) FROM chain); "
                 "UPDATE chain_place SET (xid, event_id) = (SELECT xid, event_id FROM event ORDER "
                 "BY xid DESC, event_id "
                 "DESC LIMIT 1)");
    ck_assert_str_eq(verify(), ""); /* what is left is whole */
    ck_assert_int_eq(chain_check_head(throwaway_pg(), head, &err), FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(err.detail, "block 4"));
}
END_TEST

START_TEST(an_event_of_an_open_transaction_waits_and_is_not_lost)
{
    struct pg *slow = NULL;
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "slow", &slow, &err), 0);
    ck_assert_int_eq(pg_begin(slow, &err), 0);
    ck_assert_int_eq(
        pg_script(
            slow,
            "INSERT INTO event (court, event_id, dispute_id, type, at) VALUES ('430204', 50, 7, "
            "'case.received', '2021-03-05')",
            &err),
        0);
    write_events(7, 8); /* these commit first */
    seal_all(0);
    ck_assert_int_eq(pg_commit(slow, &err), 0);
    seal_all(3);
    ck_assert_str_eq(verify(), "");
    pg_close(slow);
}
END_TEST

/* A restore from a dump: the numbers of transactions are higher than any that the new server gives for long. */
START_TEST(after_a_restore_the_chain_holds_and_goes_on)
{
    write_events(7, 8); /* not sealed when the dump was made */
    throwaway_do("UPDATE event SET xid = (xid::text::bigint + 1000000)::text::xid8; "
                 "UPDATE chain_place SET xid = (xid::text::bigint + 1000000)::text::xid8");
    ck_assert_int_eq(chain_settle(throwaway_pg(), &err), 0);
    ck_assert_str_eq(verify(), "");
    write_events(9, 9);
    seal_all(3);
    ck_assert_str_eq(verify(), "");
    ck_assert_int_eq(chain_settle(throwaway_pg(), &err), 0); /* nothing to do any more */
    ck_assert_str_eq(verify(), "");
}
END_TEST

Suite *chain_suite(void);
Suite *
chain_suite(void)
{
    Suite *suite = suite_create("audit chain");
    TCase *tcase = tcase_create("audit chain");
    const TTest *const tests[] = {what_was_sealed_is_found_whole,
                                  a_changed_event_is_named_whatever_was_changed,
                                  a_removed_and_an_inserted_event_are_named,
                                  a_block_altered_or_taken_out_is_named,
                                  without_the_key_nothing_can_be_sealed_anew,
                                  an_end_that_was_cut_off_is_found_by_the_head_outside,
                                  an_event_of_an_open_transaction_waits_and_is_not_lost,
                                  after_a_restore_the_chain_holds_and_goes_on};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_checked_fixture(tcase, setup, teardown);
    suite_add_tcase(suite, tcase);
    return suite;
}
