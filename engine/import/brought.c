/* Rows into one dispute: every fault is told, with its line and its column. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/case/case_read_walk.h"
#include "engine/decide/decide.h"
#include "engine/import/brought_parts.h"

void
import_fault_add(struct import_faults *faults, const struct import_row *row,
                 enum import_member member, const char *format, ...)
{
    char text[600];
    va_list args;
    if (faults->n == FL_MAX_FAULTS)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    faults->list[faults->n++] =
        (struct import_fault){row->line, import_members[member].name, row->columns[member],
                              row->values[member], arena_text(faults->arena, text)};
}

/* --- the dispute --- */

/* In the list in force on the day of filing; before the first list, in the first. */
static void
take_cause(const struct reading *r, const struct import_row *row)
{
    const char *name = row->values[IMPORT_CAUSE], *code = row->values[IMPORT_CAUSE_CODE];
    struct buf near = {0};
    bool alias;
    int list = policy_cause_list_on(r->policy, r->b->c.filed_on);
    if (list < 0)
        list = 0;
    if (!name && !code)
        return;
    int cause = code ? policy_cause_by_code(r->policy, list, code)
                     : policy_cause_by_name(r->policy, list, name, &alias, &near);
    if (cause == -1 && !code)
        causes_near(r->policy, list, name, &near);
    if (cause < 0)
        import_fault_add(
            r->faults, row, code ? IMPORT_CAUSE_CODE : IMPORT_CAUSE,
            cause == -2
                ? "the list of causes of %s has several of this name, give cause_code: %.400s"
            : near.len ? "the list of causes of %s has none such; near: %.400s"
                       : "the list of causes of %s has none such%s",
            policy_cause_list_name(r->policy, list), near.len ? near.data : "");
    buf_done(&near);
    if (cause < 0)
        return;
    r->b->cause_list = list;
    r->b->cause = cause;
    r->b->domain = policy_cause(r->policy, list, cause)->domain;
}

static bool
are_digits(const char *text, size_t n)
{
    return strlen(text) == n && strspn(text, "0123456789") == n;
}

static const char *
take_digits(const struct reading *r, const struct import_row *row, enum import_member member,
            size_t n)
{
    const char *text = row->values[member];
    if (text && !are_digits(text, n))
        import_fault_add(r->faults, row, member, "has %zu digits", n);
    return arena_text(r->arena, text);
}

static int64_t
take_amount(const struct reading *r, const struct import_row *row)
{
    const char *fen = row->values[IMPORT_AMOUNT_FEN], *yuan = row->values[IMPORT_AMOUNT_YUAN];
    int64_t amount = -1;
    if (fen) {
        char *end;
        amount = strtoll(fen, &end, 10);
        if (*end || end == fen || amount < 0 || amount > FL_MAX_AMOUNT_FEN)
            import_fault_add(r->faults, row, IMPORT_AMOUNT_FEN, "is a whole number of fen");
    } else if (yuan && !import_yuan(yuan, &amount)) {
        import_fault_add(r->faults, row, IMPORT_AMOUNT_YUAN,
                         "is an amount of yuan with at most two places: 12345.67");
    }
    return amount;
}

/* "3", or "张某、李某". Without either there is one claimant, of whom nothing is known. */
static int
take_side(const struct reading *r, const struct import_row *row, enum fl_side side,
          struct fl_party *ret, int room)
{
    enum import_member member = side == FL_CLAIMANT ? IMPORT_CLAIMANTS : IMPORT_RESPONDENTS;
    int kind = take_word(
        r, row, side == FL_CLAIMANT ? IMPORT_CLAIMANT_KIND : IMPORT_RESPONDENT_KIND, &fl_kinds);
    const char *text = row->values[member];
    int n = 0;
    bool counted = text && strspn(text, "0123456789") == strlen(text);
    r->b->named[side] = text && !counted;
    const struct fl_party nobody = {.side = side,
                                    .kind = kind < 0 ? FL_KIND_PERSON : (enum fl_kind)kind,
                                    .name = IMPORT_NO_NAME};
    int count = counted ? atoi(strlen(text) > 6 ? "1000000" : text) : side == FL_CLAIMANT ? 1 : 0;
    if (counted && (count > FL_MAX_PARTIES || (side == FL_CLAIMANT && count == 0))) {
        import_fault_add(r->faults, row, member, "is a number from %d to %d, or names",
                         side == FL_CLAIMANT ? 1 : 0, FL_MAX_PARTIES);
        return 0;
    }
    for (; !r->b->named[side] && n < count; n++) {
        ret[n] = nobody;
        ret[n].ordinal = n;
    }
    static const char separator[] = "、";
    for (const char *at = text; r->b->named[side] && at && *at && n < room;) {
        const char *end = strstr(at, separator);
        size_t len = end ? (size_t)(end - at) : strlen(at);
        if (utf8_count(at, len) > FL_MAX_NAME)
            import_fault_add(r->faults, row, member, "a name has at most %d characters",
                             FL_MAX_NAME);
        ret[n] = nobody;
        ret[n].name = arena_copy(r->arena, at, len);
        ret[n].ordinal = n;
        n++;
        at = end ? end + sizeof separator - 1 : NULL;
    }
    return n;
}

static void
take_parties(const struct reading *r, const struct import_row *row)
{
    struct fl_case *c = &r->b->c;
    struct fl_party *list = arena_take(r->arena, sizeof *list * 2 * FL_MAX_PARTIES);
    for (int side = 0; side < FL_SIDE__COUNT; side++) {
        c->count[side] = take_side(r, row, (enum fl_side)side, list + c->n_parties, FL_MAX_PARTIES);
        for (int i = 0; i < c->count[side]; i++)
            c->kinds[side] |= 1u << list[c->n_parties + i].kind;
        c->n_parties += c->count[side];
    }
    c->parties = list;
}

static bool
is_source(const char *text)
{
    size_t len = strlen(text);
    return len && len <= FL_MAX_SOURCE && *text != '-' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static void
take_key(const struct reading *r, const struct import_row *row)
{
    const char *source = row->values[IMPORT_SOURCE], *ref = row->values[IMPORT_REF],
               *court = row->values[IMPORT_COURT];
    r->b->source = arena_text(r->arena, source);
    r->b->ref = arena_text(r->arena, ref);
    if (!source || !is_source(source))
        import_fault_add(r->faults, row, IMPORT_SOURCE, "%s",
                         source ? "is made of a-z, 0-9 and -, at most 64"
                                : "is needed: a name for the old system, best in `constants`");
    if (!ref || utf8_count(ref, strlen(ref)) > FL_MAX_REF)
        import_fault_add(r->faults, row, IMPORT_REF, "has 1 to %d characters", FL_MAX_REF);
    if (!court || !are_digits(court, 6))
        import_fault_add(r->faults, row, IMPORT_COURT, "%s",
                         court ? "has six digits" : "is needed: six digits, best in `constants`");
    else
        r->b->court = arena_text(r->arena, court);
}

static void
take_dispute(const struct reading *r, const struct import_row *row)
{
    struct brought *b = r->b;
    struct fl_case *c = &b->c;
    c->source = b->source;
    c->ref = b->ref;
    c->court = b->court;
    c->filed_at_ms = take_moment(r, row, IMPORT_FILED_ON, ENTERED_H);
    if (c->filed_at_ms == PG_NULL_NUMBER)
        c->filed_at_ms = b->visits[0].entered_at;
    if (c->filed_at_ms != PG_NULL_NUMBER)
        c->filed_on = moment_day(c->filed_at_ms);
    if (c->filed_at_ms > b->visits[0].entered_at && b->visits[0].entered_at != PG_NULL_NUMBER &&
        c->filed_on > moment_day(b->visits[0].entered_at))
        import_fault_add(r->faults, row, IMPORT_FILED_ON, "lies after entered_on");
    c->street = take_digits(r, row, IMPORT_STREET, 9);
    c->community = take_digits(r, row, IMPORT_COMMUNITY, 12);
    if (!c->street && c->community && are_digits(c->community, 12))
        c->street = arena_copy(r->arena, c->community, 9);
    c->amount_fen = take_amount(r, row);
    if (c->filed_on != FL_NO_DAY)
        take_cause(r, row);
    int domain = take_word(r, row, IMPORT_DOMAIN, &fl_domains);
    if (b->cause < 0)
        b->domain = (enum fl_domain)domain;
    c->cause_list = b->cause_list;
    c->cause = b->cause;
    c->has_cause = b->cause >= 0;
    take_parties(r, row);
}

/* Closed with its last conclusion, withdrawn, or still open. */
static void
settle_state(const struct reading *r, const struct import_row *row)
{
    struct brought *b = r->b;
    const struct brought_visit *last = &b->visits[b->n_visits - 1];
    b->withdrawn_at = take_moment(r, row, IMPORT_WITHDRAWN_ON, CONCLUDED_H);
    b->closed_at = last->concluded_at;
    b->state = last->outcome ? FL_DISPUTE_CLOSED : FL_DISPUTE_OPEN;
    if (b->withdrawn_at == PG_NULL_NUMBER)
        return;
    if (last->outcome)
        import_fault_add(r->faults, row, IMPORT_WITHDRAWN_ON,
                         "the last visit has an outcome already: leave one of the two out");
    b->state = FL_DISPUTE_WITHDRAWN;
    b->closed_at = b->withdrawn_at;
    if (b->withdrawn_at < last->entered_at || b->withdrawn_at < last->accepted_at)
        import_fault_add(r->faults, row, IMPORT_WITHDRAWN_ON, "lies before its last step");
}

/* --- what is stored beside it --- */

static void
put_side(struct buf *buf, const struct fl_case *c, enum fl_side side, bool names)
{
    json_key(buf, side == FL_CLAIMANT ? "claimants" : "respondents");
    json_array(buf);
    for (int i = 0; i < c->n_parties; i++) {
        if (c->parties[i].side != side)
            continue;
        json_object(buf);
        json_put_text(buf, "kind", fl_word(&fl_kinds, (int)c->parties[i].kind));
        if (names)
            json_put_text(buf, "name", c->parties[i].name);
        json_object_end(buf);
    }
    json_array_end(buf);
}

/* The skeleton, as intake would store it; with `names` the whole, for its hash. */
static void
write_document(const struct brought *b, const struct policy *policy, bool names, struct buf *buf)
{
    const struct fl_case *c = &b->c;
    char moment[32];
    json_object(buf);
    json_put_text(buf, "source", b->source);
    json_put_text(buf, "ref", b->ref);
    json_put_text(buf, "court", b->court);
    json_put_text(buf, "filed_at", moment_print(c->filed_at_ms, moment));
    if (c->street)
        json_put_text(buf, "street", c->street);
    if (c->community)
        json_put_text(buf, "community", c->community);
    put_side(buf, c, FL_CLAIMANT, names);
    put_side(buf, c, FL_RESPONDENT, names);
    if (b->cause >= 0 && policy_cause_list_on(policy, c->filed_on) == b->cause_list) {
        json_key(buf, "cause");
        json_object(buf);
        json_put_text(buf, "version", policy_cause_list_name(policy, b->cause_list));
        json_put_text(buf, "code", policy_cause(policy, b->cause_list, b->cause)->code);
        json_object_end(buf);
    }
    if (c->amount_fen >= 0)
        json_put_int(buf, "amount_fen", c->amount_fen);
}

/* Nothing where nothing is said: a file without these columns stays what it was. */
static void
write_performance(const struct brought_visit *v, struct buf *buf)
{
    char text[32];
    if (!v->performance_told)
        return;
    json_put_text(buf, "performed", fl_word(&brought_performed_words, (int)v->performed));
    if (v->perform_by != FL_NO_DAY)
        json_put_text(buf, "perform_by", day_print(v->perform_by, text));
    if (v->performed_at != PG_NULL_NUMBER)
        json_put_text(buf, "performed_at", moment_print(v->performed_at, text));
}

static void
write_visits(const struct brought *b, struct buf *buf)
{
    char moment[32];
    json_key(buf, "referrals");
    json_array(buf);
    for (int i = 0; i < b->n_visits; i++) {
        const struct brought_visit *v = &b->visits[i];
        const int64_t moments[] = {v->entered_at, v->accepted_at, v->concluded_at};
        static const char *const names[] = {"entered_at", "accepted_at", "concluded_at"};
        json_object(buf);
        json_put_text(buf, "procedure", fl_word(&fl_procedures, (int)v->procedure));
        json_put_bool(buf, "fast_track", v->fast_track);
        for (int k = 0; k < 3; k++)
            json_put_text(buf, names[k],
                          moments[k] == PG_NULL_NUMBER ? NULL : moment_print(moments[k], moment));
        json_put_text(buf, "outcome",
                      v->outcome ? fl_word(&fl_outcomes, (int)v->outcome->outcome) : NULL);
        json_put_text(buf, "reason", v->reason);
        json_put_text(buf, "mediator", v->mediator);
        json_put_text(buf, "body", v->body);
        json_put_text(buf, "docket", v->docket);
        write_performance(v, buf);
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
hash_all(const struct brought *b, const struct policy *policy, const struct keys *keys,
         uint8_t ret[SEAL_MAC_SIZE])
{
    struct buf text = {0};
    struct fl_error ignored;
    char moment[32];
    write_document(b, policy, true, &text);
    write_visits(b, &text);
    if (b->withdrawn_at != PG_NULL_NUMBER)
        json_put_text(&text, "withdrawn_at", moment_print(b->withdrawn_at, moment));
    json_object_end(&text);
    JSON_AUTO doc = NULL;
    if (json_parse(text.data, text.len, &doc, &ignored) == 0)
        keys_match_json(keys, "import", doc, ret);
    buf_done(&text);
}

/* The decision that led to each visit: an older system's, with the limits that the law of its day gave. */
static void
decide_visits(const struct reading *r)
{
    for (int i = 0; i < r->b->n_visits; i++) {
        struct brought_visit *v = &r->b->visits[i];
        decide_ordered(r->policy, &r->b->c, moment_day(v->entered_at), v->channel, v->procedure,
                       v->fast_track, r->arena, &v->decision);
        v->decision.rule = IMPORT_RULE;
        v->decision.domain = r->b->domain;
        v->decision.cause_list = r->b->cause_list;
        v->decision.cause = r->b->cause;
        v->decision.n_reasons = 1;
        v->decision.reasons[0] =
            (struct fl_reason){IMPORT_RULE, "历史数据导入，由原系统分流。", ""};
    }
}

bool
brought_read(const struct policy *policy, const struct keys *keys, const struct mapping *mapping,
             int64_t now, const struct import_row *rows, int n, struct arena *arena,
             struct brought *b, struct import_faults *faults)
{
    const struct reading r = {policy, mapping, now, arena, b, faults};
    *b = (struct brought){.line = rows[0].line, .cause_list = -1, .cause = -1, .n_visits = n};
    b->domain = (enum fl_domain) - 1;
    b->c.filed_on = FL_NO_DAY;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        b->c.amounts_fen[i] = -1;
    for (int i = 0; i < FL_FACT__COUNT; i++)
        b->c.fact[i] = FL_UNKNOWN;
    faults->arena = arena;
    faults->n = 0;
    take_key(&r, &rows[0]);
    b->visits = arena_take(arena, (size_t)n * sizeof *b->visits);
    for (int i = 0; i < n; i++)
        take_visit(&r, &rows[i], &b->visits[i]);
    take_dispute(&r, &rows[0]);
    if (!faults->n) {
        check_visits(&r, rows);
        settle_state(&r, &rows[n - 1]);
    }
    if (faults->n)
        return false;
    decide_visits(&r);
    write_document(b, policy, false, &b->document);
    json_object_end(&b->document);
    hash_all(b, policy, keys, b->hash);
    return true;
}

void
brought_done(struct brought *b)
{
    buf_done(&b->document);
}
