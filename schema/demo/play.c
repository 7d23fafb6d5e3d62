/* Plays a synthetic year, day by day, over nng: the day's cases are pushed at intake, and the five
 * desks pull, accept, decline and report what the plan says. Every step is dated by the manual
 * clock of a synthetic database; what the desks reported is written to a journal.
 *
 * The plan (schema/demo/generate) says for each dispute what happens in each lane should it come
 * there. Where it comes is the engine's decision; the player only follows the offers. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/policy/policy.h"
#include "fenliu/client.h"
#include "fenliu/limits.h"
#include "schema/demo/play_docket.h"

enum { CALL_MS = 30000 };

/* The desks, and how many people sit at each. */
enum { DESK_TRIAGE, DESK_COURT, DESK_MEDIATION, DESK_ARBITRATION, DESK_UNION, N_DESKS };
static const struct desk {
    const char *option, *person;
    int people;
    const char *role; /* whose token works there */
} desks[N_DESKS] = {
    {"--triage",      "分流员",    2,  "clerk"   },
    {"--court",       "速裁法官", 5,  "mediator"},
    {"--mediation",   "调解员",    12, "mediator"},
    {"--arbitration", "仲裁员",    4,  "mediator"},
    {"--union",       "工会律师", 4,  "mediator"},
};

/* One referral on a desk, as offered. */
struct visit {
    struct dispute *dispute;
    const struct step *step;
    int desk;
    char id[24], claim[24], person[FL_MAX_MEDIATOR * 4];
    const char *channel, *procedure;
    bool fast_track, offered, accepted, over;
    fl_day entered, offered_on, accept_on, accepted_on, over_on, report_on;
    struct visit *next;
};

struct play {
    struct arena arena;
    struct policy *policy;
    struct fl_client *intake, *clock, *desk[N_DESKS];
    struct dispute *disputes;
    size_t n, filed; /* of them pushed so far */
    struct visit *open;
    FILE *journal;
    fl_day today;
    int turn[N_DESKS]; /* whose turn it is to pull */
    long pushed, reported;
};

/* Runs one method and returns its result; the plan never asks for what the engine refuses, so an
 * error ends the play. */
static cJSON *
ask(struct fl_client *client, const char *method, const struct buf *params)
{
    struct fl_error err = {0};
    cJSON *result = NULL;
    const char *text;

    if (fl_client_call(client, method, params->data, &text, &err))
        die(method, err.detail);
    if (json_parse(text, strlen(text), &result, &err))
        die(method, err.detail);
    return result;
}

/* A connection with the token that the embedded start wrote for a role. */
static struct fl_client *
connect_as(const char *url, const char *tokens, const char *role)
{
    struct fl_error err = {0};
    struct fl_client *client;
    char path[4096], token[256] = "";
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", tokens, role);
    file = fopen(path, "r");
    if (!file || !fgets(token, sizeof token, file))
        die(path, "no token");
    fclose(file);
    token[strcspn(token, "\n")] = 0;
    if (fl_client_open(url, CALL_MS, &client, &err))
        die(url, err.detail);
    fl_client_set_token(client, token);
    return client;
}

/* --- days --- */

static fl_day
working(const struct play *play, fl_day day)
{
    while (!policy_is_working_day(play->policy, day))
        day++;
    return day;
}

static fl_day
after_working(const struct play *play, fl_day day, int64_t days)
{
    while (days-- > 0)
        day = working(play, day + 1);
    return day;
}

/* Office hours end at 18:00; the clock stands there while the day is played. */
static const char *
evening(struct play *play, fl_day day)
{
    char text[32];

    return arena_text(&play->arena, moment_print(day_start(day) + 18 * 3600 * 1000LL, text));
}

/* --- a day --- */

static void
set_clock(struct play *play)
{
    struct buf params = {0};

    json_object(&params);
    json_put_text(&params, "now", evening(play, play->today));
    json_object_end(&params);
    cJSON_Delete(ask(play->clock, "clock.set", &params));
    buf_done(&params);
}

static void
push_cases(struct play *play)
{
    struct buf params = {0};

    for (; play->filed < play->n && play->disputes[play->filed].filed_on <= play->today;
         play->filed++) {
        buf_reset(&params);
        json_object(&params);
        json_key(&params, "case");
        json_write(play->disputes[play->filed].document, &params);
        json_object_end(&params);
        cJSON_Delete(ask(play->intake, "case.submit", &params));
        play->pushed++;
    }
    buf_done(&params);
}

static enum lane
lane_of(const char *channel, const char *procedure, bool fast_track)
{
    for (enum lane lane = MEDIATION; lane <= TRIAGE; lane++)
        if (strcmp(channel, lane_names[lane]) == 0)
            return lane;
    if (strcmp(procedure, "confirmation") == 0)
        return CONFIRMATION;
    if (strcmp(procedure, "payment_order") == 0)
        return PAYMENT_ORDER;
    return fast_track ? FAST : SLOW;
}

static struct dispute *
find_dispute(const struct play *play, const char *ref)
{
    for (size_t i = 0; i < play->filed; i++)
        if (strcmp(play->disputes[i].ref, ref) == 0)
            return &play->disputes[i];
    die("an offer of a case that was never pushed", ref);
}

static struct visit *
find_visit(struct play *play, const char *id)
{
    for (struct visit *v = play->open; v; v = v->next)
        if (strcmp(v->id, id) == 0)
            return v;
    return NULL;
}

/* A referral that this play has not seen: what the plan says of its lane. */
static struct visit *
new_visit(struct play *play, int desk, const char *id, const cJSON *offer)
{
    struct visit *v = arena_take(&play->arena, sizeof *v);
    const cJSON *document = need(offer, "case");

    snprintf(v->id, sizeof v->id, "%s", id);
    v->dispute = find_dispute(play, json_str(need(document, "ref")));
    v->desk = desk;
    v->channel = arena_text(&play->arena, json_str(need(offer, "channel")));
    v->procedure = arena_text(&play->arena, json_str(need(offer, "procedure")));
    v->fast_track = cJSON_IsTrue(need(offer, "fast_track"));
    v->step = &v->dispute->steps[lane_of(v->channel, v->procedure, v->fast_track)];
    v->entered = v->dispute->entered;
    v->over_on = working(play, v->entered + (fl_day)v->step->days);
    v->report_on = working(play, v->over_on + (fl_day)v->step->late);
    v->next = play->open;
    play->open = v;
    return v;
}

static void
claim_params(struct play *play, const struct visit *v, struct buf *params)
{
    (void)play;
    json_object(params);
    json_put_text(params, "referral_id", v->id);
    json_put_text(params, "claim", v->claim);
}

static void
decline(struct play *play, struct visit *v)
{
    struct buf params = {0};

    claim_params(play, v, &params);
    json_put_text(&params, "reason", "另有安排（演示）");
    json_object_end(&params);
    cJSON_Delete(ask(play->desk[v->desk], "desk.decline", &params));
    buf_done(&params);
    v->offered = false;
}

/* Takes note of one offer; false when it is known already. */
static bool
take_offer(struct play *play, int desk, const char *person, const cJSON *offer)
{
    const char *id = json_str(need(offer, "referral_id"));
    const char *claim = json_str(need(offer, "claim"));
    struct visit *v = find_visit(play, id);
    bool first = !v;

    if (v && strcmp(v->claim, claim) == 0)
        return false;
    if (first)
        v = new_visit(play, desk, id, offer);
    snprintf(v->claim, sizeof v->claim, "%s", claim);
    snprintf(v->person, sizeof v->person, "%s", person);
    v->offered = true;
    v->offered_on = play->today;
    v->accept_on = first && v->step->lapse
                       ? FL_NO_DAY
                       : after_working(play, play->today, first ? v->step->wait : 0);
    if (first && v->step->decline)
        decline(play, v);
    return true;
}

/* One person at a desk asks for what is next; returns how many offers were new. */
static int
pull(struct play *play, int desk)
{
    struct buf params = {0};
    char person[FL_MAX_MEDIATOR];
    const cJSON *offer;
    cJSON *result;
    int fresh = 0;

    snprintf(person, sizeof person, "%s%02d", desks[desk].person,
             play->turn[desk]++ % desks[desk].people + 1);
    json_object(&params);
    json_put_text(&params, "mediator", person);
    json_put_int(&params, "max", 3);
    json_put_int(&params, "wait_ms", 0);
    json_object_end(&params);
    result = ask(play->desk[desk], "desk.pull", &params);
    cJSON_ArrayForEach(offer, need(result, "offers")) fresh +=
        take_offer(play, desk, person, offer);
    cJSON_Delete(result);
    buf_done(&params);
    return fresh;
}

/* Until two people in a row find nothing new: one of them may have declined what is left. */
static int
pull_all(struct play *play)
{
    int taken = 0;

    for (int desk = 0; desk < N_DESKS; desk++)
        for (int empty = 0; empty < 2;) {
            int fresh = pull(play, desk);

            taken += fresh;
            empty = fresh ? 0 : empty + 1;
        }
    return taken;
}

/* The parties agree to a longer period, so that the planned end lies in it. */
static void
extend(struct play *play, const struct visit *v, fl_day due)
{
    struct buf params = {0};

    claim_params(play, v, &params);
    json_put_int(&params, "days", v->report_on - due);
    json_put_bool(&params, "consent", true);
    json_object_end(&params);
    cJSON_Delete(ask(play->desk[v->desk], "desk.extend", &params));
    buf_done(&params);
}

/* A mediation ends within its period, or the period is extended; one that is to expire is reported on
 * the morning after. The mediation of a labour dispute cannot be extended. */
static void
keep_period(struct play *play, struct visit *v, fl_day due)
{
    bool labour = strcmp(v->procedure, "pre_filing_mediation") != 0;

    if (v->desk != DESK_MEDIATION && v->desk != DESK_UNION)
        return;
    if (strcmp(v->step->outcome, "expired") == 0)
        v->over_on = v->report_on = working(play, due + 1);
    else if (v->report_on > due && !labour)
        extend(play, v, due);
    else if (v->report_on > due)
        v->over_on = v->report_on = due;
}

static void
accept_offer(struct play *play, struct visit *v)
{
    struct buf params = {0};
    cJSON *result;
    const char *text;
    fl_day due;

    claim_params(play, v, &params);
    json_object_end(&params);
    result = ask(play->desk[v->desk], "desk.accept", &params);
    v->accepted = true;
    v->accepted_on = play->today;
    text = json_str(json_get(result, "due_on"));
    if (text && day_parse(text, strlen(text), &due))
        keep_period(play, v, due);
    cJSON_Delete(result);
    buf_done(&params);
}

static void
write_journal(struct play *play, const struct visit *v, const char *at)
{
    struct buf line = {0};
    char day[11];

    json_object(&line);
    json_put_text(&line, "court", v->dispute->court);
    json_put_text(&line, "source", v->dispute->source);
    json_put_text(&line, "ref", v->dispute->ref);
    json_put_text(&line, "referral_id", v->id);
    json_put_text(&line, "channel", v->channel);
    json_put_text(&line, "procedure", v->procedure);
    json_put_bool(&line, "fast_track", v->fast_track);
    json_put_text(&line, "mediator", v->person);
    json_put_text(&line, "entered", day_print(v->entered, day));
    json_put_text(&line, "accepted", day_print(v->accepted_on, day));
    json_put_text(&line, "outcome", v->step->outcome);
    json_put_text(&line, "at", at);
    json_object_end(&line);
    if (fprintf(play->journal, "%s\n", line.data) < 0)
        die("journal", strerror(errno));
    buf_done(&line);
}

static void
report(struct play *play, struct visit *v)
{
    const struct step *step = v->step;
    fl_day on = v->over_on > v->accepted_on ? v->over_on : v->accepted_on;
    const char *at = evening(play, on);
    struct buf params = {0};

    claim_params(play, v, &params);
    json_put_text(&params, "outcome", step->outcome);
    if (step->reason)
        json_put_text(&params, "reason", step->reason);
    if (step->to[0]) {
        const char *const *to = v->dispute->routed ? step->then : step->to;

        v->dispute->routed = true;
        json_put_text(&params, "reason", "当事人口头说明后可以确定（演示）");
        json_put_text(&params, "channel", to[0]);
        json_put_text(&params, "procedure", to[1]);
    }
    if (strcmp(step->outcome, "converted") == 0)
        json_put_text(&params, "procedure",
                      strcmp(v->procedure, "small_claims") == 0 ? "summary" : "ordinary");
    if (strcmp(step->outcome, "agreed") == 0)
        json_put_text(&params, "agreement", "（合成演示数据）双方自愿达成调解协议。");
    if (step->confirm) {
        json_put_bool(&params, "confirm", true);
        json_put_bool(&params, "pay_only", true);
    }
    json_put_text(&params, "at", at);
    json_object_end(&params);
    cJSON_Delete(ask(play->desk[v->desk], "desk.report", &params));
    buf_done(&params);
    v->over = true;
    v->dispute->entered = on; /* where it goes from here, if anywhere, it enters on this day */
    play->reported++;
    write_journal(play, v, at);
}

/* Accepts and reports whatever is due; takes what is over out of the list. */
static int
work(struct play *play)
{
    int done = 0;

    for (struct visit **at = &play->open; *at;) {
        struct visit *v = *at;

        if (v->offered && !v->accepted && v->accept_on != FL_NO_DAY &&
            v->accept_on <= play->today) {
            accept_offer(play, v);
            done++;
        }
        if (v->accepted && v->report_on <= play->today) {
            report(play, v);
            done++;
        }
        if (v->over)
            *at = v->next;
        else
            at = &v->next;
    }
    return done;
}

static void
play_year(struct play *play)
{
    struct civil first = day_civil(play->disputes[0].filed_on);
    fl_day last = day_of_civil(first.year, 12, 31);

    for (play->today = day_of_civil(first.year, 1, 1); play->today <= last; play->today++) {
        struct civil tomorrow = day_civil(play->today + 1);

        set_clock(play);
        push_cases(play);
        if (policy_is_working_day(play->policy, play->today))
            while (pull_all(play) + work(play))
                ;
        if (tomorrow.day == 1) {
            long open = 0;

            for (struct visit *v = play->open; v; v = v->next)
                open++;
            printf("  %d-%02d  %5ld %5ld %5ld\n", first.year,
                   tomorrow.month == 1 ? 12 : tomorrow.month - 1, play->pushed, play->reported,
                   open);
            fflush(stdout);
        }
    }
}

int
main(int argc, char **argv)
{
    struct play play = {0};
    struct fl_error err = {0};
    const char *docket = NULL, *plan = NULL, *journal = NULL, *intake = NULL, *tokens = NULL,
               *pack = policy_default_dir();
    const char *urls[N_DESKS] = {0};
    struct {
        const char *name, **into;
    } options[] = {
        {"--docket",  &docket },
        {"--plan",    &plan   },
        {"--reports", &journal},
        {"--intake",  &intake },
        {"--pack",    &pack   },
        {"--tokens",  &tokens }
    };

    for (int i = 1; i + 1 < argc; i += 2) {
        for (size_t k = 0; k < sizeof options / sizeof *options; k++)
            if (strcmp(argv[i], options[k].name) == 0)
                *options[k].into = argv[i + 1];
        for (int desk = 0; desk < N_DESKS; desk++)
            if (strcmp(argv[i], desks[desk].option) == 0)
                urls[desk] = argv[i + 1];
    }
    if (!docket || !plan || !journal || !intake || !tokens || !urls[0] || !urls[1] || !urls[2] ||
        !urls[3] || !urls[4]) {
        fprintf(stderr, "usage: play --docket F --plan F --reports F [--pack DIR] --tokens DIR "
                        "--intake URL "
                        "--triage URL --court URL "
                        "--mediation URL --arbitration URL --union URL\n");
        return 2;
    }
    arena_init(&play.arena);
    if (policy_load_dir(pack, &play.policy, &err))
        die(pack, err.detail);
    play.n = read_docket(&play.arena, docket, plan, &play.disputes);
    if (!play.n)
        die(docket, "no disputes");
    play.journal = fopen(journal, "w");
    if (!play.journal)
        die(journal, strerror(errno));
    play.intake = connect_as(intake, tokens, "intake");
    play.clock = connect_as(intake, tokens, "admin");
    for (int desk = 0; desk < N_DESKS; desk++)
        play.desk[desk] = connect_as(urls[desk], tokens, desks[desk].role);
    play_year(&play);
    for (int desk = 0; desk < N_DESKS; desk++)
        fl_client_close(play.desk[desk]);
    fl_client_close(play.clock);
    fl_client_close(play.intake);
    if (fclose(play.journal))
        die(journal, strerror(errno));
    policy_release(play.policy);
    return 0;
}
