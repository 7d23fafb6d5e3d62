/* Policies in the database: activated whole, followed, refused when wrong or altered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "tests/throwaway.h"

#define PACKAGED FENLIU_SOURCE "/deploy/policy/hunan"

static struct fl_error err;
static char hash[65];

static void
activate(const char *dir)
{
    ck_assert_msg(!policy_store_activate(throwaway_pg(), dir, hash, &err), "%s", err.detail);
}

/* A copy of the packaged pack in which `find` in `file` stands replaced. The caller removes the
 * folder. */
static char *
altered_pack(const char *file, const char *command)
{
    char *folder = folder_make(), shell[9000];
    snprintf(shell, sizeof shell, "cp -r '%s/.' '%s' && cd '%s' && sed -i '%s' %s", PACKAGED,
             folder, folder, command, file);
    ck_assert_int_eq(system(shell), 0);
    return folder;
}

START_TEST(a_database_without_policy_says_so)
{
    struct policy *policy = NULL;
    ck_assert_int_eq(policy_store_load(throwaway_pg(), &policy, &err), FL_E_NOT_FOUND);
    ck_assert_ptr_null(policy);
}
END_TEST

START_TEST(activation_stores_every_file_and_what_is_loaded_is_the_same_policy)
{
    struct policy *from_files = NULL, *from_database = NULL;
    activate(PACKAGED);
    ck_assert_int_eq(policy_load_dir(PACKAGED, &from_files, &err), 0);
    ck_assert_msg(!policy_store_load(throwaway_pg(), &from_database, &err), "%s", err.detail);
    ck_assert_str_eq(policy_hash(from_files), policy_hash(from_database));
    ck_assert_str_eq(policy_hash(from_database), hash);
    ck_assert_str_eq(throwaway_ask("SELECT name FROM policy"), policy_name(from_files));
    policy_release(from_files);
    policy_release(from_database);
}
END_TEST

START_TEST(causes_and_calendar_in_sql_are_those_of_the_pack)
{
    struct policy *policy = NULL;
    activate(PACKAGED);
    ck_assert_int_eq(policy_load_dir(PACKAGED, &policy, &err), 0);
    for (int list = 0; list < policy_cause_lists(policy); list++) {
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM cause WHERE list = '%s'",
                 policy_cause_list_name(policy, list));
        ck_assert_int_eq(strtol(throwaway_ask(sql), NULL, 10), policy_cause_count(policy, list));
        for (int i = 0; i < policy_cause_count(policy, list); i += 97) {
            const struct cause *cause = policy_cause(policy, list, i);
            snprintf(sql, sizeof sql, "SELECT name FROM cause WHERE list = '%s' AND code = '%s'",
                     policy_cause_list_name(policy, list), cause->code);
            ck_assert_str_eq(throwaway_ask(sql), cause->name);
        }
    }
    ck_assert_str_eq(throwaway_ask("SELECT kind FROM calendar WHERE day = '2021-10-01'"), "off");
    ck_assert_str_eq(throwaway_ask("SELECT kind FROM calendar WHERE day = '2021-10-09'"), "work");
    policy_release(policy);
}
END_TEST

START_TEST(activating_the_same_pack_again_changes_nothing)
{
    activate(PACKAGED);
    throwaway_do("CREATE TABLE before AS SELECT * FROM policy_file");
    activate(PACKAGED);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM policy"), "1");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM (TABLE policy_file EXCEPT TABLE before) AS new"), "0");
}
END_TEST

START_TEST(a_wrong_pack_is_refused_and_the_one_in_force_stays)
{
    char before[65];
    char *folder = altered_pack("pack.json", "s/\"name\"/\"nmae\"/");
    activate(PACKAGED);
    memcpy(before, hash, sizeof before);
    ck_assert_int_eq(policy_store_activate(throwaway_pg(), folder, hash, &err), FL_E_POLICY);
    ck_assert_ptr_nonnull(strstr(err.detail, "pack.json"));
    ck_assert_str_eq(throwaway_ask("SELECT hash FROM policy_active"), before);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM policy"), "1");
    folder_remove(folder);
}
END_TEST

START_TEST(a_process_follows_the_pack_that_another_activated_and_the_old_one_is_kept)
{
    struct engine engine = {0};
    char *folder = altered_pack("calendar.tsv", "/^2021-10-09/d");
    activate(PACKAGED);
    ck_assert_msg(!policy_store_follow(&engine, throwaway_pg(), &err), "%s", err.detail);
    struct policy *first = engine_policy(&engine);
    ck_assert_int_eq(policy_store_follow(&engine, throwaway_pg(), &err), 0);
    struct policy *again = engine_policy(&engine);
    ck_assert_ptr_eq(first, again);
    activate(folder);
    ck_assert_msg(!policy_store_follow(&engine, throwaway_pg(), &err), "%s", err.detail);
    struct policy *second = engine_policy(&engine);
    ck_assert_str_eq(policy_hash(second), hash);
    ck_assert_str_ne(policy_hash(first), policy_hash(second)); /* still readable for who holds it */
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM calendar WHERE day = '2021-10-09'"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM policy"), "2");
    policy_release(first);
    policy_release(again);
    policy_release(second);
    engine_policy_set(&engine, NULL);
    folder_remove(folder);
}
END_TEST

START_TEST(a_stored_pack_that_somebody_altered_is_refused)
{
    struct policy *policy = NULL;
    activate(PACKAGED);
    throwaway_do("UPDATE policy_file SET data = data || '\\x0a' WHERE path = 'calendar.tsv'");
    ck_assert_int_eq(policy_store_load(throwaway_pg(), &policy, &err), FL_E_POLICY);
    ck_assert_ptr_null(policy);
}
END_TEST

START_TEST(ids_come_in_blocks_and_never_twice)
{
    struct engine one = {0}, two = {0};
    int64_t id = 0, first = 0, other = 0;
    ck_assert_int_eq(engine_id(&one, throwaway_pg(), &first, &err), 0);
    ck_assert_int_eq(engine_id(&two, throwaway_pg(), &other, &err), 0);
    ck_assert_int_eq(other - first, 65536);
    for (int i = 1; i < 65536; i++) {
        ck_assert_int_eq(engine_id(&one, throwaway_pg(), &id, &err), 0);
        ck_assert_int_eq(id, first + i);
    }
    ck_assert_int_eq(engine_id(&one, throwaway_pg(), &id, &err), 0);
    ck_assert_int_eq(id, first + 2 * 65536);
    ck_assert_int_gt(first, 0);
}
END_TEST

DATABASE_SUITE(policy_store, "policy in the database", throwaway_fresh,
               a_database_without_policy_says_so,
               activation_stores_every_file_and_what_is_loaded_is_the_same_policy,
               causes_and_calendar_in_sql_are_those_of_the_pack,
               activating_the_same_pack_again_changes_nothing,
               a_wrong_pack_is_refused_and_the_one_in_force_stays,
               a_process_follows_the_pack_that_another_activated_and_the_old_one_is_kept,
               a_stored_pack_that_somebody_altered_is_refused, ids_come_in_blocks_and_never_twice)
