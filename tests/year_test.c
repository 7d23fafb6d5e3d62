/* A year in seconds: the clock of the world goes from day to day, mediators take and leave and forget what they hold, sweepers come by
 * each morning; and what must hold of the clocks holds every week, and of the counts at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/verify/recount.h"
#include "tests/desk_world.h"

enum { CASES = 150, MOST = 4 * CASES, PEOPLE = 5 };

/* A fixed stream, so that a breach comes again. */
static uint64_t drawn;

static int
draw(int n)
{
    drawn ^= drawn << 13;
    drawn ^= drawn >> 7;
    drawn ^= drawn << 17;
    return (int)(drawn % (uint64_t)n);
}

static const char *const kinds[] = {
    WORLD_LOAN,
    WORLD_LOAN,
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],\"amount_fen\":"
    "1000000,"
    "\"facts\":{\"consent_to_mediate\":\"refused\"},\"respondents\":[{\"kind\":\"person\",\"name\":"
    "\"钱二\"}]}",
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],\"amount_fen\":"
    "1000000,"
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某厂\",\"tags\":[\"employer\"]}],"
    "\"facts\":{\"union_at_employer\":true}}",
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],\"amount_fen\":"
    "1000000,"
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"李四\",\"tags\":[\"worker\"]}],"
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某店\",\"tags\":[\"employer\"]}],"
    "\"facts\":{\"consent_to_mediate\":\"both\"}}",
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static const struct {
    enum endpoint desk;
    int days; /* at most until the report; more than the period allows */
    const char *outcomes[4];
} desks[] = {
    {AT_MEDIATION,
     60, {"\"outcome\":\"agreed\",\"due_on\":\"2022-01-31\"",
      "\"outcome\":\"failed\",\"reason\":\"far_apart\"",
      "\"outcome\":\"agreed\",\"confirm\":true,\"pay_only\":true", "\"outcome\":\"withdrawn\""}},
    {AT_UNION,
     30, {"\"outcome\":\"agreed\"", "\"outcome\":\"failed\",\"reason\":\"unsigned\"",
      "\"outcome\":\"refused\"", "\"outcome\":\"unreachable\""}                                },
    {AT_ARBITRATION,
     80, {"\"outcome\":\"award\"", "\"outcome\":\"mediated\"", "\"outcome\":\"refused\"",
      "\"outcome\":\"overdue\""}                                                               },
    {AT_COURT,
     40, {"\"outcome\":\"judgment\"", "\"outcome\":\"mediated\"", "\"outcome\":\"withdrawn\"",
      "\"outcome\":\"judgment\""}                                                              },
};
enum { N_DESKS = sizeof desks / sizeof *desks };

static struct hand {
    int desk;
    char referral[32], claim[32];
    fl_day report_on, resume_on; /* FL_NO_DAY: it is not paused */
} hands[MOST];
static int n_hands;

static fl_day today;

static void
morning(void)
{
    char day[11], moment[32];
    snprintf(moment, sizeof moment, "%sT09:00", day_print(today, day));
    world_at(moment);
}

static int
step(const struct hand *h, const char *method, const char *more)
{
    return world_call(desks[h->desk].desk, method, "{\"referral_id\":\"%s\",\"claim\":\"%s\"%s}",
                      h->referral, h->claim, more);
}

/* A case with the event of its receipt, which the small world leaves to the store. */
static void
enter(void)
{
    char sql[256], moment[32];
    int64_t id = world_case(kinds[draw(N_KINDS)]);
    snprintf(sql, sizeof sql,
             "INSERT INTO event (court, event_id, dispute_id, type, at, xid, recorded_at) VALUES "
             "('430204', %lld, %lld, 'case.received', '%s', '3', '2000-01-01')",
             (long long)-id, (long long)id, moment_print(world_now(), moment));
    throwaway_do(sql);
}

/* Accepts, declines, gives back for a party, or says nothing and lets it lapse. */
static void
answer(int desk, const char referral[32], const char claim[32])
{
    struct hand *h = &hands[n_hands];
    ck_assert_int_lt(n_hands, MOST);
    *h = (struct hand){.desk = desk, .resume_on = FL_NO_DAY};
    memcpy(h->referral, referral, sizeof h->referral);
    memcpy(h->claim, claim, sizeof h->claim);
    h->report_on = today + 1 + draw(desks[desk].days);
    int what = draw(20);
    if (what < 2)
        ck_assert_msg(!step(h, "desk.decline", ",\"reason\":\"忙\""), "%s", world_err.detail);
    else if (what < 3 && desks[desk].desk == AT_MEDIATION)
        ck_assert_msg(!step(h, "desk.release", ",\"by_party\":true"), "%s", world_err.detail);
    else if (what < 16) {
        ck_assert_msg(!step(h, "desk.accept", ""), "%s", world_err.detail);
        n_hands++;
    }
}

static void
pull(int desk)
{
    char ids[8][2][32];
    int n = 0;
    ck_assert_msg(!world_call(desks[desk].desk, "desk.pull", "{\"mediator\":\"m%d\",\"max\":2}",
                              draw(PEOPLE)),
                  "%s", world_err.detail);
    for (; n < 8; n++) {
        char path[64];
        snprintf(path, sizeof path, "offers/%d/referral_id", n);
        snprintf(ids[n][0], sizeof ids[n][0], "%s", world_got(path));
        snprintf(path, sizeof path, "offers/%d/claim", n);
        snprintf(ids[n][1], sizeof ids[n][1], "%s", world_got(path));
        if (!*ids[n][0])
            break;
    }
    for (int i = 0; i < n; i++)
        answer(desk, ids[i][0], ids[i][1]);
}

/* What is held: a pause and its end, an extension, a note, a release, the report. True: it is out of hand. */
static bool
work(struct hand *h)
{
    char more[256];
    if (h->resume_on != FL_NO_DAY && h->resume_on <= today) {
        ck_assert_msg(!step(h, "desk.resume", ""), "%s", world_err.detail);
        h->report_on += today - (h->resume_on - 20);
        h->resume_on = FL_NO_DAY;
    }
    if (h->resume_on != FL_NO_DAY)
        return false;
    int what = draw(400);
    if (what < 4 && !step(h, "desk.pause", "")) {
        h->resume_on = today + 20;
        return false;
    }
    if (what < 8)
        step(h, "desk.extend", ",\"days\":10,\"consent\":true"); /* or the law does not let it */
    else if (what < 16)
        step(h, "desk.note", ",\"kind\":\"contact\",\"text\":\"已联系\"");
    else if (what < 18)
        return !step(h, "desk.release", "");
    if (h->report_on > today)
        return false;
    snprintf(more, sizeof more, ",%s", desks[h->desk].outcomes[draw(4)]);
    int code = step(h, "desk.report", more);
    /* what has expired meanwhile is nobody's any more */
    ck_assert_msg(!code || code == FL_E_CONFLICT, "%s: %s", more, world_err.detail);
    return true;
}

static void
play_day(int *left)
{
    morning();
    world_sweep();
    for (int i = 0; i < n_hands;)
        if (work(&hands[i]))
            hands[i] = hands[--n_hands];
        else
            i++;
    if (!policy_is_working_day(world_act().policy, today))
        return;
    for (int i = draw(3); i > 0 && *left > 0; i--, --*left)
        enter();
    for (int desk = 0; desk < N_DESKS; desk++)
        pull(desk);
}

static void
fault(void *data, const struct recount_fault *f)
{
    (void)data;
    ck_abort_msg("%s %s: %s, recounted %s", f->table, f->figure, f->stored, f->recounted);
}

static void
no_progress(void *data, int64_t events, int64_t about)
{
    (void)data, (void)events, (void)about;
}

static bool
goes_on(void *data)
{
    (void)data;
    return false;
}

static void
at_least(const char *what, const char *sql, int n)
{
    int found = atoi(throwaway_ask(sql));
    ck_assert_msg(found >= n, "%s: %d", what, found);
}

START_TEST(a_year_of_refusals_lateness_and_appraisals_leaves_no_day_untold)
{
    int left = CASES;
    drawn = UINT64_C(0x5DEECE66D);
    n_hands = 0;
    fl_day last = day_of_civil(2022, 1, 31);
    for (today = day_of_civil(2021, 1, 4); today <= last; today++) {
        play_day(&left);
        if (day_weekday(today) == 0)
            world_clocks_hold("1 day");
    }
    morning();
    world_sweep();
    world_clocks_hold("1 day");
    ck_assert_int_eq(left, 0);
    /* all of it happened */
    static const char *const types[] = {"deadline.near",     "deadline.passed",  "referral.lapsed",
                                        "referral.declined", "referral.paused",  "referral.resumed",
                                        "referral.extended", "referral.released"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE type = '%s'", types[i]);
        at_least(types[i], sql, 3);
    }
    at_least("expired", "SELECT count(*) FROM referral WHERE outcome = 'expired'", 3);
    /* every dispute is over, or in one place */
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM dispute d WHERE (d.state = 'open') <> "
                      "(SELECT count(*) = 1 FROM referral r WHERE r.dispute_id = d.dispute_id AND "
                      "r.state IN ('queued', 'offered', 'accepted', 'paused'))"),
        "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM (SELECT FROM referral WHERE claim IS NOT "
                                   "NULL GROUP BY claim HAVING count(*) > 1) twice"),
                     "0");
    const struct recount_watch watch = {fault, no_progress, goes_on, NULL};
    struct recount_sum sum = {0};
    struct fl_error err = {0};
    ck_assert_msg(!recount(throwaway_pg(), &watch, &sum, &err), "%s", err.detail);
}
END_TEST

WORLD_SUITE(year, "a year", a_year_of_refusals_lateness_and_appraisals_leaves_no_day_untold)
