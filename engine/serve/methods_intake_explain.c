/* case.explain: why a case went where it went. A decision that was made is made again, of what was
 * known when it was made: the case, the referrals concluded before it, the law of its day, and the
 * pack that decided. */
#include "engine/serve/methods_intake.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/base/words.h"
#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

/* A decision as it is stored, and what is needed to make it again. */
struct made {
    int64_t id, overrules; /* 0: sets none aside */
    const char *made_by, *channel, *procedure, *rule, *pack;
    bool fast_track;
    fl_day as_of;
    int64_t at;
    int visit; /* it knew of what was concluded before this visit */

    struct policy *policy; /* held */
    bool same_pack;        /* false: its own cannot be loaded, the one in force stands in */
    struct fl_case c;
    struct fl_decision again;
    bool same_route;
};

static int
read_decision(struct call *call, int64_t dispute_id, struct made *ret, struct fl_error *err)
{
    int64_t wanted = call_id(call, "decision_id");
    const struct pg_param params[] = {pg_text(call->court), pg_int(dispute_id),
                                      wanted ? pg_int(wanted) : pg_null_int()};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_case_decision, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND,
                       wanted ? "court %s has no case %lld with that decision"
                              : "court %s has no case %lld with a decision",
                       call->court, (long long)dispute_id);
    ret->id = pg_get_int(row, 0, 0);
    ret->made_by = arena_text(call->arena, pg_get(row, 0, 1));
    ret->as_of = (fl_day)pg_get_int(row, 0, 2);
    ret->channel = arena_text(call->arena, pg_get(row, 0, 3));
    ret->procedure = arena_text(call->arena, pg_get(row, 0, 4));
    ret->fast_track = pg_get_bool(row, 0, 5);
    ret->rule = arena_text(call->arena, pg_get(row, 0, 6));
    ret->pack = arena_text(call->arena, pg_get(row, 0, 7));
    ret->at = pg_get_int(row, 0, 8);
    ret->overrules = pg_get(row, 0, 9) ? pg_get_int(row, 0, 9) : 0;
    ret->visit = (int)pg_get_int(row, 0, 10);
    return 0;
}

/* The pack that decided. One that is no longer readable is no reason to say nothing; a database
 * that is away is. */
static int
find_policy(struct call *call, struct made *made, struct fl_error *err)
{
    struct fl_error why = {0};
    made->same_pack = true;
    if (!strcmp(made->pack, policy_hash(call->policy))) {
        made->policy = policy_hold((struct policy *)call->policy);
        return 0;
    }
    int code = policy_store_load_hash(call->db, made->pack, &made->policy, &why);
    if (code == FL_E_UNAVAILABLE) {
        *err = why;
        return code;
    }
    if (code) {
        made->policy = policy_hold((struct policy *)call->policy);
        made->same_pack = false;
    }
    return 0;
}

static int
read_document(struct call *call, int64_t id, struct made *made, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(id)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_case, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                       (long long)id);
    const char *document = pg_get(row, 0, 4);
    JSON_AUTO doc = NULL;
    if (json_parse(document, strlen(document), &doc, err))
        return err->code;
    return case_read(made->policy, doc, CASE_SKELETON, "", call->arena, &made->c, err);
}

/* The referrals concluded before the decision, behind the history that came with the document. One
 * that was converted names the procedure of the visit after it, as the hand-over does. */
static int
read_history(struct call *call, int64_t id, struct made *made, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(id)};
    struct fl_case *c = &made->c;
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_visits, key, 2, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    struct fl_past *all = arena_take(call->arena, (size_t)(c->n_history + n + 1) * sizeof *all);
    if (c->n_history)
        memcpy(all, c->history, (size_t)c->n_history * sizeof *all);
    for (int i = 0; i < n && pg_get_int(rows, i, 1) < made->visit; i++) {
        if (words_number(&fl_referral_states, pg_get(rows, i, 5)) != FL_REFERRAL_CONCLUDED)
            continue;
        struct fl_past *past = &all[c->n_history++];
        *past = (struct fl_past){
            .channel = (enum fl_channel)words_number(&fl_channels, pg_get(rows, i, 2)),
            .procedure = (enum fl_procedure)words_number(&fl_procedures, pg_get(rows, i, 3)),
            .outcome = (enum fl_outcome)words_number(&fl_outcomes, pg_get(rows, i, 6)),
            .converted_to = (enum fl_procedure) - 1,
            .reason = arena_text(call->arena, pg_get(rows, i, 7)),
            .on = (fl_day)pg_get_int(rows, i, 8),
        };
        if (past->outcome == FL_OUTCOME_CONVERTED && i + 1 < n)
            past->converted_to =
                (enum fl_procedure)words_number(&fl_procedures, pg_get(rows, i + 1, 3));
    }
    c->history = all;
    return 0;
}

static void
decide_made(struct made *made)
{
    decide_route(made->policy, &made->c, made->as_of, &made->again);
    made->same_route =
        (int)made->again.channel == words_number(&fl_channels, made->channel) &&
        (int)made->again.procedure == words_number(&fl_procedures, made->procedure) &&
        made->again.fast_track == made->fast_track;
}

/* --- the answer --- */

static bool
by_clerk(const struct made *made)
{
    return strcmp(made->made_by, "clerk") == 0;
}

static void
put_made(const struct made *made, struct buf *buf)
{
    json_key(buf, "decision");
    json_object(buf);
    json_put_id(buf, "decision_id", made->id);
    json_put_text(buf, "made_by", made->made_by);
    put_moment(buf, "made_at", made->at);
    put_day(buf, "as_of", made->as_of);
    json_put_text(buf, "channel", made->channel);
    json_put_text(buf, "procedure", made->procedure);
    json_put_bool(buf, "fast_track", made->fast_track);
    json_put_text(buf, "rule", made->rule);
    json_put_text(buf, "policy", made->pack);
    if (made->overrules)
        json_put_id(buf, "overrules", made->overrules);
    json_object_end(buf);
    json_put_bool(buf, "same_policy", made->same_pack);
    json_put_bool(buf, "same_route", made->same_route);
}

static const char *
told(const struct fl_vocab *vocab, const char *word)
{
    int n = words_number(vocab, word);
    return n < 0 ? word : say(fl_word_zh(vocab, n), word);
}

/* Which decision this is, and what in it does not follow from the rules below. */
static void
tell_made(const struct made *made, struct buf *buf)
{
    char day[11];
    buf_print(buf, say("决定%lld，%s，规则%s：", "decision %lld of %s by rule %s: "),
              (long long)made->id, day_print(made->as_of, day), made->rule);
    buf_print(buf, "%s · %s%s\n", told(&fl_channels, made->channel),
              told(&fl_procedures, made->procedure),
              made->fast_track ? say(" · 速裁", " · fast track") : "");
    if (!made->same_pack)
        buf_print(buf,
                  say("当时的规则集%.8s已不可用，以下为现行规则。\n",
                      "The policy %.8s that decided cannot be loaded: today's rules are shown.\n"),
                  made->pack);
    if (by_clerk(made) && made->overrules)
        buf_print(buf,
                  say("此决定由工作人员作出，改变了决定%lld；以下为规则本身的结论。\n",
                      "A clerk made this decision in place of decision %lld; below is what the "
                      "rules themselves say.\n"),
                  (long long)made->overrules);
    else if (!made->same_route)
        buf_text(buf, say("以下结论与当时的决定不同：此后事项有变更，或规则集已更换。\n",
                          "What follows differs from the decision: the facts were amended since, "
                          "or the policy was replaced.\n"));
}

static void
write_answer(int64_t id, const struct made *made, const char *lang, struct buf *result)
{
    struct buf text = {0};
    json_object(result);
    json_put_id(result, "case_id", id);
    put_day(result, "as_of", made->as_of);
    put_made(made, result);
    json_key(result, "explanation");
    decide_explain(made->policy, &made->c, made->as_of, true, &text);
    json_raw(result, text.data, text.len);
    if (lang) { /* the same for people to read */
        buf_reset(&text);
        lang_here(lang);
        tell_made(made, &text);
        decide_explain(made->policy, &made->c, made->as_of, false, &text);
        lang_here(NULL);
        json_put_text(result, "text", text.data);
    }
    buf_done(&text);
    json_object_end(result);
}

int
case_explain(struct call *call, struct buf *result, struct fl_error *err)
{
    const char *lang = call_text(call, "lang");
    int64_t id;
    struct made made = {0};
    if (lang && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
        return fl_fail(err, FL_E_INVALID_PARAMS, "lang is zh or en");
    if (case_find(call, &id, err) || read_decision(call, id, &made, err) ||
        find_policy(call, &made, err))
        return err->code;
    if (!read_document(call, id, &made, err) && !read_history(call, id, &made, err)) {
        decide_made(&made);
        write_answer(id, &made, lang, result);
    }
    policy_release(made.policy);
    return err->code;
}
