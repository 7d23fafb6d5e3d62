/* The claims a person holds (engine/cli/claims.c): a row for each server, a file for its owner alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/cli/claims.h"
#include "tests/suite.h"

#define HERE  "tcp://127.0.0.1:1"
#define THERE "tcp://127.0.0.1:2"

static char place[64];

/* check forks for each test: nothing of the environment stays. */
static void
folders_make(void)
{
    static const char *const variables[] = {"FENLIU_URL", "FENLIU_MEDIATION_URL", "FENLIU_STATE"};

    snprintf(place, sizeof place, "/tmp/claims.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(place));
    setenv("XDG_STATE_HOME", place, 1);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
}

static void
remove_all(const char *folder)
{
    static const char *const names[] = {"claims.json", "claims.lock", "fenliu/claims.json",
                                        "fenliu/claims.lock", "fenliu"};
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    ck_assert_int_eq(rmdir(folder), 0);
}

START_TEST(two_servers_are_not_mixed)
{
    struct remote nowhere = {0}, here = {.url = HERE}, there = {.url = THERE},
                  other = {.url = "tcp://127.0.0.1:3"};
    struct held held;

    folders_make();
    claims_put(HERE, "5", "11", "mediation");
    ck_assert(claims_get(&nowhere, NULL, "5", &held));
    ck_assert_str_eq(held.url, HERE);
    claims_done(&held);
    claims_put(THERE, "5", "22", "mediation");
    ck_assert(claims_get(&here, NULL, "5", &held));
    ck_assert_str_eq(held.claim, "11");
    claims_done(&held);
    ck_assert(claims_get(&there, "mediation", "5", &held));
    ck_assert_str_eq(held.claim, "22");
    claims_done(&held);
    ck_assert(!claims_get(&there, "court", "5", &held));
    claims_done(&held);
    ck_assert(!claims_get(&other, NULL, "5", &held));
    claims_done(&held);
    ck_assert(!claims_get(&nowhere, NULL, "5", &held));
    ck_assert_int_eq(held.servers, 2);
    claims_done(&held);
    setenv("FENLIU_MEDIATION_URL", THERE, 1);
    ck_assert(claims_get(&nowhere, NULL, "5", &held));
    ck_assert_str_eq(held.claim, "22");
    claims_done(&held);
    claims_put(THERE, "5", NULL, NULL);
    ck_assert(!claims_get(&nowhere, NULL, "5", &held));
    claims_done(&held);
    ck_assert(claims_get(&here, NULL, "5", &held));
    claims_done(&held);
    remove_all(place);
}
END_TEST

START_TEST(of_several_servers_the_standard_address_is_meant)
{
    struct remote nowhere = {0};
    struct held held;

    folders_make();
    claims_put(HERE, "5", "11", "mediation");
    claims_put(FL_URL_MEDIATION, "5", "22", "mediation");
    claims_put(THERE, "5", "33", "mediation");
    ck_assert(claims_get(&nowhere, NULL, "5", &held));
    ck_assert_str_eq(held.claim, "22");
    claims_done(&held);
    remove_all(place);
}
END_TEST

START_TEST(the_file_lies_in_the_state_folder_that_is_named_for_its_owner_alone)
{
    char path[128], state[] = "/tmp/claims.XXXXXX";
    struct stat status;

    folders_make();
    ck_assert_ptr_nonnull(mkdtemp(state));
    setenv("FENLIU_STATE", state, 1);
    claims_put(HERE, "5", "11", "mediation");
    snprintf(path, sizeof path, "%s/claims.json", state);
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0600);
    setenv("FENLIU_STATE", "/nonexistent/state", 1);
    claims_put(HERE, "5", "11", "mediation");
    snprintf(path, sizeof path, "%s/fenliu/claims.json", place);
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0600);
    remove_all(state);
    remove_all(place);
}
END_TEST

SUITE(claims, "claims", two_servers_are_not_mixed, of_several_servers_the_standard_address_is_meant,
      the_file_lies_in_the_state_folder_that_is_named_for_its_owner_alone)
