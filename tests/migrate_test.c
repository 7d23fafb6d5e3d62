/* The schema: made, upgraded, refused. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pg/migrate.h"
#include "tests/throwaway.h"

static struct fl_error err;

static const char *
version(void)
{
    return throwaway_ask("SELECT max(version) FROM fenliu.migration");
}

static int
newest(void)
{
    int n = 0;
    while (migrations[n].version)
        n++;
    return migrations[n - 1].version;
}

START_TEST(migrations_are_numbered_and_in_order)
{
    for (int i = 1; migrations[i].version; i++)
        ck_assert_msg(migrations[i].version > migrations[i - 1].version, "%s", migrations[i].name);
}
END_TEST

START_TEST(init_makes_everything_and_doing_it_again_nothing)
{
    ck_assert_msg(!migrate_init(throwaway_pg(), false, &err), "%s", err.detail);
    ck_assert_int_eq(strtol(version(), NULL, 10), newest());
    ck_assert_str_eq(throwaway_ask("SELECT value FROM setting WHERE name = 'synthetic'"), "no");
    throwaway_do("CREATE TABLE before AS SELECT * FROM migration");
    ck_assert_msg(!migrate_init(throwaway_pg(), false, &err), "%s", err.detail);
    ck_assert_msg(!migrate_upgrade(throwaway_pg(), &err), "%s", err.detail);
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM (TABLE migration EXCEPT TABLE before) AS new"), "0");
}
END_TEST

START_TEST(upgrade_of_an_empty_database_is_refused)
{
    ck_assert_int_eq(migrate_upgrade(throwaway_pg(), &err), FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(err.detail, "db init"));
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'fenliu'"),
                     "0");
}
END_TEST

START_TEST(a_database_newer_than_the_program_is_refused)
{
    ck_assert_int_eq(migrate_init(throwaway_pg(), false, &err), 0);
    throwaway_do("INSERT INTO migration (version, name, sha256) VALUES (9999, '9999_later', 'x')");
    ck_assert_int_eq(migrate_upgrade(throwaway_pg(), &err), FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(err.detail, "9999"));
    ck_assert_int_eq(migrate_init(throwaway_pg(), false, &err), FL_E_CONFLICT);
}
END_TEST

START_TEST(an_applied_migration_whose_text_changed_is_refused_by_name)
{
    ck_assert_int_eq(migrate_init(throwaway_pg(), false, &err), 0);
    throwaway_do("UPDATE migration SET sha256 = 'other' WHERE version = 1");
    ck_assert_int_eq(migrate_upgrade(throwaway_pg(), &err), FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(err.detail, migrations[0].name));
}
END_TEST

START_TEST(a_migration_that_fails_leaves_nothing_and_can_be_tried_again)
{
    throwaway_do(
        "CREATE SCHEMA fenliu; CREATE TABLE calendar (day date)"); /* stands in the way of 0001 */
    ck_assert_int_ne(migrate_init(throwaway_pg(), false, &err), 0);
    ck_assert_ptr_nonnull(strstr(err.detail, migrations[0].name));
    ck_assert_str_eq(throwaway_ask("SELECT to_regclass('fenliu.dispute') IS NULL"), "t");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM migration"), "0");
    throwaway_do("DROP TABLE calendar");
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
    ck_assert_str_eq(throwaway_ask("SELECT value FROM setting WHERE name = 'synthetic'"), "yes");
}
END_TEST

START_TEST(a_real_database_never_becomes_synthetic)
{
    ck_assert_int_eq(migrate_init(throwaway_pg(), false, &err), 0);
    ck_assert_int_eq(migrate_init(throwaway_pg(), true, &err), FL_E_CONFLICT);
    ck_assert_str_eq(throwaway_ask("SELECT value FROM setting WHERE name = 'synthetic'"), "no");
}
END_TEST

static void *
init_as_another(void *data)
{
    struct pg *pg = NULL;
    struct fl_error own = {0};
    bool good =
        !pg_open(throwaway_conninfo(), "tests", &pg, &own) && !migrate_init(pg, false, &own);
    pg_close(pg);
    return good ? data : NULL;
}

START_TEST(two_that_start_at_once_make_one_schema)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, init_as_another, threads), 0);
    for (int i = 0; i < 4; i++) {
        void *good = NULL;
        pthread_join(threads[i], &good);
        ck_assert_ptr_nonnull(good);
    }
    ck_assert_int_eq(strtol(version(), NULL, 10), newest());
}
END_TEST

START_TEST(the_scripts_for_analysts_are_applied_again_when_their_text_changed)
{
    ck_assert_int_eq(migrate_init(throwaway_pg(), false, &err), 0);
    if (!analyst_scripts[0].version)
        return;
    throwaway_do(
        "UPDATE analyst_script SET sha256 = 'old', applied_at = '2021-01-01' WHERE version = "
        "(SELECT min(version) FROM analyst_script)");
    ck_assert_msg(!migrate_upgrade(throwaway_pg(), &err), "%s", err.detail);
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM analyst_script WHERE sha256 = 'old' OR applied_at < "
                      "'2022-01-01'"),
        "0");
}
END_TEST

START_TEST(status_tells_people_and_programs_where_it_stands)
{
    struct buf out = {0};
    ck_assert_msg(!migrate_status(throwaway_pg(), true, &out, &err), "%s", err.detail);
    ck_assert_ptr_nonnull(strstr(out.data, "\"database_version\":0"));
    buf_reset(&out);
    ck_assert_int_eq(migrate_init(throwaway_pg(), true, &err), 0);
    ck_assert_msg(!migrate_status(throwaway_pg(), true, &out, &err), "%s", err.detail);
    ck_assert_ptr_nonnull(strstr(out.data, "\"pending\":0"));
    ck_assert_ptr_nonnull(strstr(out.data, "\"synthetic\":true"));
    buf_reset(&out);
    ck_assert_msg(!migrate_status(throwaway_pg(), false, &out, &err), "%s", err.detail);
    ck_assert_ptr_nonnull(strstr(out.data, migrations[0].name));
    buf_done(&out);
}
END_TEST

DATABASE_SUITE(migrate, "migrations", throwaway_empty, migrations_are_numbered_and_in_order,
               init_makes_everything_and_doing_it_again_nothing,
               upgrade_of_an_empty_database_is_refused,
               a_database_newer_than_the_program_is_refused,
               an_applied_migration_whose_text_changed_is_refused_by_name,
               a_migration_that_fails_leaves_nothing_and_can_be_tried_again,
               a_real_database_never_becomes_synthetic, two_that_start_at_once_make_one_schema,
               the_scripts_for_analysts_are_applied_again_when_their_text_changed,
               status_tells_people_and_programs_where_it_stands)
