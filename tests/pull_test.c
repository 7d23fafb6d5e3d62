/* Pull the next that fits: who is offered what, in which order, and what keeps a case away from somebody. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk.h"
#include "engine/queue/board.h"
#include "engine/roster/roster_put.h"
#include "fenliu/limits.h"
#include "tests/desk_world.h"

/* --- a roster, and cases --- */

static void
body(const char *code, const char *channel, const char *streets, const char *causes)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "INSERT INTO body (court, body, channel, kind, name, streets, causes) VALUES ('%s', "
             "'%s', '%s', "
             "'committee', '示例', '{%s}', '{%s}')",
             WORLD_COURT, code, channel, streets, causes);
    throwaway_do(sql);
}

static void
mediator(const char *code, const char *of, const char *streets, const char *causes, int cap)
{
    char sql[512], number[16] = "NULL";
    if (cap)
        snprintf(number, sizeof number, "%d", cap);
    snprintf(sql, sizeof sql,
             "INSERT INTO mediator (court, mediator, body, name, streets, causes, load_cap) VALUES "
             "('%s', '%s', '%s', "
             "'示例', '{%s}', '{%s}', %s)",
             WORLD_COURT, code, of, streets, causes, number);
    throwaway_do(sql);
}

/* A civil dispute that goes to mediation, at a place and about a cause of the list of 2020. */
static int64_t
civil(const char *place, const char *cause)
{
    char members[512];
    snprintf(members, sizeof members,
             "{%s\"cause\":{\"version\":\"2020\",\"code\":\"%s\"},\"claims\":[\"price\"],\"amount_"
             "fen\":3000000,"
             "\"facts\":{\"consent_to_mediate\":\"both\"},\"respondents\":[{\"kind\":\"person\","
             "\"name\":\"钱二\"}]}",
             place, cause);
    int64_t id = world_case(members);
    ck_assert_int_eq(world_next.channel, FL_CHANNEL_MEDIATION);
    return id;
}

/* How many a mediator is offered at once. */
static int
offered(enum endpoint desk, const char *who)
{
    ck_assert_int_eq(world_call(desk, "desk.pull", "{\"mediator\":\"%s\",\"max\":100}", who), 0);
    int n = 0;
    for (char path[32] = "offers/0/claim"; *world_got(path);
         snprintf(path, sizeof path, "offers/%d/claim", n))
        n++;
    return n;
}

/* --- what fits --- */

#define STREET_1    "\"street\":\"430204001\","
#define COMMUNITY_1 "\"street\":\"430204001\",\"community\":\"430204001001\","
#define STREET_2    "\"street\":\"430204002\","

static const struct {
    const char *who, *streets, *causes; /* of the mediator */
    const char *place, *cause;          /* of the case */
    bool fits;
} fits[] = {
    {"takes everything",                  "",                    "",                 STREET_1,    "103.3", true },
    {"of the street",                     "430204001",           "",                 STREET_1,    "103.3", true },
    {"of another street",                 "430204002",           "",                 STREET_1,    "103.3", false},
    {"of several streets",                "430204003,430204001", "",                 STREET_1,    "103.3", true },
    {"of the street, a community case",   "430204001",           "",                 COMMUNITY_1, "103.3", true },
    {"of the community",                  "430204001001",        "",                 COMMUNITY_1, "103.3", true },
    {"of another community",              "430204001002",        "",                 COMMUNITY_1, "103.3", false},
    {"of a community, known by street",   "430204001002",        "",                 STREET_1,    "103.3", true },
    {"a case without a place",            "430204002",           "",                 "",          "103.3", true },
    {"of the cause itself",               "",                    "2020:103.3",       STREET_1,    "103.3", true },
    {"of the cause above",                "",                    "2020:103",         STREET_1,    "103.3", true },
    {"of all contracts",                  "",                    "2020:P4",          STREET_1,    "103.3", true },
    {"of a cause below another",          "",                    "2020:84",          STREET_1,    "103.3", false},
    {"of a cause below",                  "",                    "2020:103.3",       STREET_1,    "103",   false},
    {"of the same cause in a later list", "",                    "2025:108",         STREET_1,    "103.3", true },
    {"of another cause in a later list",  "",                    "2025:88",          STREET_1,    "103.3", false},
    {"of one of several causes",          "",                    "2025:88,2020:103", STREET_1,    "103.3", true },
    {"of the street and another cause",   "430204001",           "2020:84",          STREET_1,    "103.3", false},
    {"of the cause and another street",   "430204002",           "2020:103",         STREET_1,    "103.3", false},
};

START_TEST(a_mediator_is_offered_what_lies_in_their_places_and_causes_and_nothing_else)
{
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        for (int of_body = 0; of_body < 2;
             of_body++) { /* said of the mediator, and of the body only */
            char b[16], m[16];
            snprintf(b, sizeof b, "b%zu-%d", i, of_body);
            snprintf(m, sizeof m, "m%zu-%d", i, of_body);
            body(b, "mediation", of_body ? fits[i].streets : "430204009",
                 of_body ? fits[i].causes : "");
            mediator(m, b,
                     of_body            ? ""
                     : *fits[i].streets ? fits[i].streets
                                        : "430204",
                     of_body ? "" : fits[i].causes, 0);
            int64_t id = civil(fits[i].place, fits[i].cause);
            ck_assert_msg(offered(AT_MEDIATION, m) == fits[i].fits, "%s: %s", fits[i].who,
                          world_result());
            if (fits[i].fits) {
                char number[32];
                snprintf(number, sizeof number, "%lld", (long long)id);
                ck_assert_str_eq(world_got("offers/0/case_id"), number);
            }
            ck_assert_int_eq(offered(AT_MEDIATION, "whoever"), !fits[i].fits);
            throwaway_do("UPDATE referral SET state = 'concluded' WHERE state = 'offered'");
        }
}
END_TEST

START_TEST(what_is_offered_belongs_to_the_body_of_the_mediator)
{
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 0);
    civil(STREET_1, "103.3");
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 1);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT r.body || (e.data ->> 'body') FROM referral r JOIN event e USING (referral_id) "
            "WHERE e.type = 'referral.offered'"),
        "b1b1");
}
END_TEST

/* --- who may have nothing, and is told why --- */

START_TEST(who_may_have_nothing_is_told_why)
{
    static const struct {
        const char *sql, *why;
    } rows[] = {
        {"UPDATE mediator SET active = false",                     "inactive"  },
        {"UPDATE body SET active = false",                         "inactive"  },
        {"INSERT INTO mediator_absence VALUES ('" WORLD_COURT
         "', 'm1', '2021-02-20', NULL, 'leave')",         "absent"    },
        {"INSERT INTO mediator_absence VALUES ('" WORLD_COURT
         "', 'm1', '2021-02-20', '2021-03-01', 'leave')", "absent"    },
        {"INSERT INTO mediator_absence VALUES ('" WORLD_COURT
         "', 'm1', '2021-02-20', '2021-02-28', 'leave')", ""          },
        {"INSERT INTO mediator_absence VALUES ('" WORLD_COURT
         "', 'm1', '2021-03-02', NULL, 'leave')",         ""          },
        {"UPDATE body SET channel = 'union'",                      "other_desk"},
    };
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 0);
    civil(STREET_1, "103.3");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        throwaway_do(rows[i].sql);
        ck_assert_msg(offered(AT_MEDIATION, "m1") == !*rows[i].why, "%s: %s", rows[i].sql,
                      world_result());
        ck_assert_str_eq(world_got("why"), rows[i].why);
        if (!*rows[i].why)
            ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release",
                                        "{\"referral_id\":\"%s\",\"claim\":\"%s\"}",
                                        throwaway_ask("SELECT referral_id FROM referral"),
                                        strdup(throwaway_ask("SELECT claim FROM referral"))),
                             0);
        throwaway_do("UPDATE mediator SET active = true; UPDATE body SET active = true, channel = "
                     "'mediation'; "
                     "DELETE FROM mediator_absence");
    }
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 1);
}
END_TEST

START_TEST(only_those_of_the_roster_pull_where_that_is_configured)
{
    struct config config;
    struct fl_error err;
    config_init(&config);
    ck_assert_int_eq(config_set(&config, "mediators=registered", &err), 0);
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 0);
    civil(STREET_1, "103.3");
    world_engine.config = &config;
    ck_assert_int_eq(offered(AT_MEDIATION, "whoever"), 0);
    ck_assert_str_eq(world_got("why"), "unregistered");
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 1);
    world_engine.config = NULL;
    config_done(&config);
}
END_TEST

START_TEST(the_cap_counts_what_is_in_hand_and_no_more)
{
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 2);
    for (int i = 0; i < 4; i++)
        civil(STREET_1, "103.3");
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 2);
    ck_assert_str_eq(world_got("why"), "cap");
    char referral[32], claim[32];
    snprintf(referral, sizeof referral, "%s", world_got("offers/0/referral_id"));
    snprintf(claim, sizeof claim, "%s", world_got("offers/0/claim"));
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.accept",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\"}", referral, claim),
                     0);
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"),
                     1); /* the other offer; the accepted one counts still */
    ck_assert_str_eq(world_got("why"), "cap");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"agreed\"}",
                                referral, claim),
                     0);
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 2);
    ck_assert_int_eq(offered(AT_MEDIATION, "m2"), 1);
}
END_TEST

/* --- conflicts of interest --- */

START_TEST(whom_a_mediator_stands_near_to_keeps_the_case_away)
{
    static const struct {
        const char *relation, *whom;
        bool conflict;
    } rows[] = {
        {"relative", "赵一",             true },
        {"relative", "赵 一",            true }, /* names are compared without blanks */
        {"relative", "钱二",             true },
        {"relative", "孙三",             false},
        {"self",     "430299197907133974", true },
        {"interest", "430299197907133974", true },
        {"employer", "某某公司",       true },
        {"employer", "另一公司",       false},
    };
    static const char members[] =
        "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],\"amount_fen\":"
        "3000000,"
        "\"facts\":{\"consent_to_mediate\":\"both\"},\"claimants\":[{\"kind\":\"person\",\"name\":"
        "\"赵一\"},"
        "{\"kind\":\"person\",\"name\":\"李四\",\"id_no\":\"430299197907133974\"}],"
        "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"},{\"kind\":\"company\",\"name\":"
        "\"某某公司\"}]}";
    body("b1", "mediation", "", "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char m[16];
        int64_t id;
        struct fl_error err = {0};
        struct act act = world_act();
        snprintf(m, sizeof m, "m%zu", i);
        mediator(m, "b1", "", "", 0);
        ck_assert_msg(!roster_relate(&act, m,
                                     fl_word_find(&roster_relations, rows[i].relation,
                                                  strlen(rows[i].relation)),
                                     rows[i].whom, &id, &err) &&
                          id,
                      "%s", err.detail);
        world_case(members);
        ck_assert_msg(offered(AT_MEDIATION, m) == !rows[i].conflict, "%s %s: %s", rows[i].relation,
                      rows[i].whom, world_result());
        ck_assert_int_eq(offered(AT_MEDIATION, "whoever"), rows[i].conflict);
        throwaway_do("UPDATE referral SET state = 'concluded' WHERE state = 'offered'");
        /* and no longer, once the relation is gone */
        ck_assert_int_eq(roster_unrelate(&act, m, id, &err), 0);
        world_case(members);
        ck_assert_int_eq(offered(AT_MEDIATION, m), 1);
        throwaway_do("UPDATE referral SET state = 'concluded' WHERE state = 'offered'");
    }
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'mediator.changed' AND "
                                   "data::text ~ '赵|钱|公司|4302991'"),
                     "0");
}
END_TEST

START_TEST(a_mediator_of_the_case_never_judges_it)
{
    static const char members[] = "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":"
                                  "[\"loan\"],\"amount_fen\":1000000,"
                                  "\"facts\":{\"consent_to_mediate\":\"both\",\"facts_clear\":true,"
                                  "\"rights_clear\":true,\"little_contested\":true},"
                                  "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}";
    world_case(members);
    world_take(AT_MEDIATION, "wang");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"failed\","
                                "\"reason\":\"far_apart\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_int_eq(offered(AT_COURT, "wang"), 0);
    ck_assert_int_eq(offered(AT_COURT, "li"), 1);
}
END_TEST

START_TEST(who_declined_or_was_replaced_is_not_asked_about_the_dispute_again)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "wang");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.reassign",
                   "{\"referral_ids\":[\"%s\"],\"to\":\"li\",\"reason\":\"当事人申请更换\"}",
                   world_referral),
        0);
    ck_assert_int_eq(offered(AT_MEDIATION, "li"), 1);
    snprintf(world_claim, sizeof world_claim, "%s", world_got("offers/0/claim"));
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.decline",
                   "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"reason\":\"有利害关系\"}",
                   world_referral, world_claim),
        0);
    ck_assert_int_eq(offered(AT_MEDIATION, "wang"), 0);
    ck_assert_int_eq(offered(AT_MEDIATION, "li"), 0);
    ck_assert_int_eq(offered(AT_MEDIATION, "zhou"), 1);
}
END_TEST

START_TEST(behind_hundreds_that_conflict_the_one_that_fits_is_found)
{
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 0);
    for (int i = 0; i < 150; i++)
        civil(STREET_1, "103.3");
    throwaway_do("UPDATE referral SET declined_by = '{m1}'");
    int64_t id = civil(STREET_1, "103.3");
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)id);
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 1);
    ck_assert_str_eq(world_got("offers/0/case_id"), number);
    ck_assert_int_eq(offered(AT_MEDIATION, "m2"), 100);
}
END_TEST

/* --- the order --- */

START_TEST(no_referral_is_overtaken_by_one_that_entered_more_than_b_later)
{
    enum { CASES = 120, B_HOURS = 5 * 24 };
    static const char *const tags[] = {"", "\"tags\":[\"elderly\"],",
                                       "\"tags\":[\"minor\",\"elderly\",\"disabled\"],"};
    static const char *const causes[] = {"103.3", "84", "53.1"};
    int64_t entered[CASES];
    unsigned seed = 12345;
    for (int i = 0; i < CASES; i++) { /* in random order of entry, over three weeks */
        char moment[32], members[512];
        seed = seed * 1103515245u + 12345u;
        unsigned hour = seed / 65536 % (21 * 24);
        snprintf(moment, sizeof moment, "2022-03-%02uT%02u:%02d", 1 + hour / 24, hour % 24, i % 60);
        world_at(moment);
        snprintf(members, sizeof members,
                 "{\"street\":\"43020400%d\",\"cause\":{\"version\":\"2020\",\"code\":\"%s\"},"
                 "\"claims\":[\"price\"],"
                 "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\"},"
                 "\"claimants\":[{%s\"kind\":\"person\",\"name\":\"赵一\"}],"
                 "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}",
                 1 + i % 4, causes[i % 3], tags[seed / 256 % 3]);
        world_case(members);
    }
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT count(DISTINCT entered_at - to_timestamp(rank_at / 1000.0)) > 1 FROM referral"),
        "t");
    world_at("2022-03-25T09:00");
    int n = 0;
    for (; n < CASES; n++) { /* one mediator after the other, so that nobody's offers pile up */
        char who[16];
        snprintf(who, sizeof who, "m%d", n);
        ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"%s\"}", who), 0);
        const char *at = world_got("offers/0/entered_at");
        if (!moment_parse(at, strlen(at), &entered[n]))
            break;
    }
    ck_assert_int_eq(n, CASES);
    int overtaken = 0;
    for (int later = 0; later < CASES; later++)
        for (int before = 0; before < later; before++) { /* offered before, though entered later */
            ck_assert_int_le(entered[before] - entered[later], (int64_t)B_HOURS * 3600 * 1000);
            overtaken += entered[before] > entered[later];
        }
    ck_assert_int_gt(overtaken, 0); /* there was something to prove */
}
END_TEST

START_TEST(the_bonus_lies_between_nothing_and_b_whatever_the_decision)
{
    struct act act = world_act();
    int64_t bound = INT64_C(5) * 24 * 3600 * 1000, entered = world_now();
    for (int priority = -5; priority <= 105; priority += 5)
        for (int days = -3; days <= 60; days++) {
            struct fl_decision d = {.priority = priority, .n_limits = 1};
            d.limits[0].until = moment_day(entered) + days;
            int64_t bonus = entered - rank_at(act.policy, entered, &d);
            ck_assert(bonus >= 0 && bonus <= bound);
        }
    struct fl_decision plain = {0}, urgent = {.priority = 100}, hasty = {.n_limits = 1};
    hasty.limits[0].until = moment_day(entered);
    ck_assert_int_eq(rank_at(act.policy, entered, &plain), entered);
    ck_assert(rank_at(act.policy, entered, &urgent) < rank_at(act.policy, entered, &hasty));
    ck_assert(rank_at(act.policy, entered, &hasty) < entered);
    urgent.n_limits = 1;
    urgent.limits[0].until = moment_day(entered);
    ck_assert_int_eq(rank_at(act.policy, entered, &urgent), entered - bound);
}
END_TEST

START_TEST(an_amended_case_moves_to_the_place_of_its_new_priority)
{
    int64_t id = civil(STREET_1, "103.3");
    struct act act = world_act();
    char sql[200];
    struct fl_error err;
    snprintf(sql, sizeof sql,
             "UPDATE queue SET rank_at = rank_at + 7; UPDATE referral SET rank_at = rank_at + 7");
    throwaway_do(sql);
    ck_assert_int_eq(pg_begin(act.db, &err), 0);
    ck_assert_int_eq(handover_amend(&act, id, 1, &world_next, &err), 0);
    ck_assert_int_eq(pg_commit(act.db, &err), 0);
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM queue q JOIN referral r USING (court, referral_id) "
                      "WHERE q.rank_at = r.rank_at AND q.rank_at % 1000 = 0"),
        "1");
}
END_TEST

/* --- what is seen when --- */

static bool
is_offered(void *who)
{
    return offered(AT_MEDIATION, who) > 0;
}

START_TEST(what_another_process_puts_in_is_seen_within_a_second_and_the_own_at_once)
{
    civil(STREET_1, "103.3");
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(offered(AT_MEDIATION, "m2"), 0); /* the pool is known to be empty now */
    /* behind the back of this process: as another one gives it back */
    throwaway_do("UPDATE referral SET state = 'queued', claim = NULL, mediator = NULL; "
                 "INSERT INTO queue SELECT court, pool, rank_at, referral_id FROM referral");
    wait_for("what another process put in", is_offered, "m3", 2000);
    /* the own */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\"}", world_referral,
                                throwaway_ask("SELECT claim FROM referral")),
                     0);
    ck_assert_int_eq(offered(AT_MEDIATION, "m4"), 1);
}
END_TEST

START_TEST(a_floor_spares_what_was_taken_and_is_lowered_by_what_enters)
{
    struct board *board = board_open();
    struct arena arena;
    struct fl_error err;
    struct look *look;
    struct probe probes[BOARD_PROBES];
    int64_t ceiling;
    struct act act = world_act();
    const struct pool_key key = {"mediation", "430204001", NULL, "2020", "103.3"};
    int64_t pool = pool_number(&key);
    arena_init(&arena);
    ck_assert_int_eq(pool_put(act.db, WORLD_COURT, &key, pool, &err), 0);
#define LOOK()                                                                                     \
    ck_assert_int_eq(board_look(board, act.db, WORLD_COURT, "mediation", NULL, 1, act.policy,      \
                                &arena, &look, &err),                                              \
                     0)
    LOOK();
    ck_assert_int_eq(look_next(look, 4, 5, probes, &ceiling), 1);
    ck_assert(probes[0].from.at == INT64_MIN && probes[0].pool == pool); /* nothing is known yet */
    const struct sight sight = {
        5, {5000, 7},
         1, {5000, 7}
    };
    look_saw(look, &probes[0], &sight, false);
    LOOK();
    ck_assert_int_eq(look_next(look, 4, 5, probes, &ceiling), 1);
    ck_assert(probes[0].from.at == 5000 && probes[0].from.id == 7);
    board_note(board, WORLD_COURT, "mediation", pool, 3000);
    LOOK();
    ck_assert_int_eq(look_next(look, 4, 5, probes, &ceiling), 1);
    ck_assert(probes[0].from.at == 3000);
    look_saw(look, &probes[0], &sight,
             false); /* its transaction may still be open: not raised above it */
    LOOK();
    ck_assert_int_eq(look_next(look, 4, 5, probes, &ceiling), 1);
    ck_assert(probes[0].from.at == 3000);
    ck_assert_int_eq(look_next(look, 0, 5, probes, &ceiling),
                     0); /* not looked into: it bounds what may be taken */
    ck_assert_int_eq(ceiling, 3000);
    arena_done(&arena);
    board_close(board);
}
END_TEST

START_TEST(a_roster_that_changed_meanwhile_offers_nothing_by_the_old_one)
{
    body("b1", "mediation", "", "");
    mediator("m1", "b1", "", "", 0);
    civil(STREET_1, "103.3");
    civil(STREET_2, "103.3");
    throwaway_do("UPDATE mediator SET streets = '{430204002}'");
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 1);
    throwaway_do("UPDATE mediator SET streets = '{}'");
    ck_assert_int_eq(offered(AT_MEDIATION, "m1"), 2);
}
END_TEST

WORLD_SUITE(pull, "pulls",
            a_mediator_is_offered_what_lies_in_their_places_and_causes_and_nothing_else,
            what_is_offered_belongs_to_the_body_of_the_mediator, who_may_have_nothing_is_told_why,
            only_those_of_the_roster_pull_where_that_is_configured,
            the_cap_counts_what_is_in_hand_and_no_more,
            whom_a_mediator_stands_near_to_keeps_the_case_away,
            a_mediator_of_the_case_never_judges_it,
            who_declined_or_was_replaced_is_not_asked_about_the_dispute_again,
            behind_hundreds_that_conflict_the_one_that_fits_is_found,
            no_referral_is_overtaken_by_one_that_entered_more_than_b_later,
            the_bonus_lies_between_nothing_and_b_whatever_the_decision,
            an_amended_case_moves_to_the_place_of_its_new_priority,
            what_another_process_puts_in_is_seen_within_a_second_and_the_own_at_once,
            a_floor_spares_what_was_taken_and_is_lowered_by_what_enters,
            a_roster_that_changed_meanwhile_offers_nothing_by_the_old_one)
