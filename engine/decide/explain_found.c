/* The value that a case has for a member that rules can ask about, as JSON; null when it is
 * unknown. */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_words.h"

static void
put_set(const struct fl_vocab *words, uint32_t set, struct buf *buf)
{
    json_array(buf);
    for (int i = 0; i < words->count; i++)
        if (set >> i & 1)
            json_text(buf, words->words[i].name);
    json_array_end(buf);
}

static uint32_t
of_side(const uint32_t sides[FL_SIDE__COUNT], char initial)
{
    return initial == 'c'   ? sides[FL_CLAIMANT]
           : initial == 'r' ? sides[FL_RESPONDENT]
                            : sides[FL_CLAIMANT] | sides[FL_RESPONDENT];
}

static void
found_fact(const struct view *view, int fact, struct buf *buf)
{
    int32_t value = view->fact[fact];
    char day[11];
    if (value == FL_UNKNOWN)
        json_null(buf);
    else if (fl_facts[fact].type == FL_FACT_TYPE_BOOL)
        json_bool(buf, value);
    else if (fl_facts[fact].type == FL_FACT_TYPE_DATE)
        json_text(buf, day_print(value, day));
    else
        json_text(buf, fl_word(fl_facts[fact].values, value));
}

static void
found_cause(const struct view *view, const char *member, struct buf *buf)
{
    const struct cause *cause = policy_cause(view->policy, view->edition->list, view->cause);
    char text[512];
    (void)member;
    if (cause)
        snprintf(text, sizeof text, "%s %s", cause->code, cause->name);
    json_text(buf, cause ? text : NULL);
}

static void
found_claims(const struct view *view, const char *member, struct buf *buf)
{
    (void)member;
    if (view->has_claims)
        put_set(&fl_claims, view->claims, buf);
    else
        json_null(buf);
}

static void
found_tags(const struct view *view, const char *member, struct buf *buf)
{
    put_set(&fl_tags, of_side(view->tags, *member), buf);
}

static void
found_kinds(const struct view *view, const char *member, struct buf *buf)
{
    put_set(&fl_kinds, of_side(view->c->kinds, *member), buf);
}

static void
found_count(const struct view *view, const char *member, struct buf *buf)
{
    json_int(buf, view->c->count[*member == 'c' ? FL_CLAIMANT : FL_RESPONDENT]);
}

static void
found_amount(const struct view *view, const char *member, struct buf *buf)
{
    int64_t amount = *member == 'a' ? view->amount : view->largest;
    if (amount < 0)
        json_null(buf);
    else
        json_int(buf, amount);
}

static void
found_history(const struct view *view, const char *member, struct buf *buf)
{
    (void)member;
    json_array(buf);
    for (int i = 0; i < view->n_history; i++) {
        json_object(buf);
        json_put_text(buf, "channel", fl_word(&fl_channels, (int)view->history[i].channel));
        json_put_text(buf, "outcome", fl_word(&fl_outcomes, (int)view->history[i].outcome));
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
found_output(const struct view *view, const char *member, struct buf *buf)
{
    if (!strcmp(member, "nature"))
        json_text(buf, view->policy->natures[view->nature]);
    else if (!strcmp(member, "channel"))
        json_text(buf, fl_word(&fl_channels, view->channel));
    else
        json_text(buf, fl_word(&fl_procedures, view->procedure));
}

static void
found_bool(const struct view *view, const char *member, struct buf *buf)
{
    json_bool(buf, !strcmp(member, "fast_track")              ? view->fast_track
                   : !strcmp(member, "alias")                 ? view->alias
                   : !strcmp(member, "crosswalk_lost")        ? view->lost
                   : !strcmp(member, "contradicted")          ? view->contradicted != 0
                   : !strcmp(member, "narrative_contradicts") ? view->found_against != 0
                   : !strcmp(member, "cause_text_mismatch")   ? view->mismatch
                                                              : view->calendar_missing);
}

static void
found_domain(const struct view *view, const char *member, struct buf *buf)
{
    (void)member;
    json_text(buf, fl_word(&fl_domains, view->domain));
}

static void
found_narrative(const struct view *view, const char *member, struct buf *buf)
{
    (void)member;
    json_text(buf, fl_word(&policy_narratives, view->narrative));
}

void
found_write(const struct view *view, const char *member, struct buf *buf)
{
    static const struct {
        const char *member;
        void (*write)(const struct view *, const char *, struct buf *);
    } rows[] = {
        {"cause",                 found_cause    },
        {"claims",                found_claims   },
        {"claimants.tags",        found_tags     },
        {"respondents.tags",      found_tags     },
        {"parties.tags",          found_tags     },
        {"claimants.kinds",       found_kinds    },
        {"respondents.kinds",     found_kinds    },
        {"parties.kinds",         found_kinds    },
        {"claimants.count",       found_count    },
        {"respondents.count",     found_count    },
        {"amount_fen",            found_amount   },
        {"largest_item_fen",      found_amount   },
        {"history",               found_history  },
        {"nature",                found_output   },
        {"channel",               found_output   },
        {"procedure",             found_output   },
        {"fast_track",            found_bool     },
        {"alias",                 found_bool     },
        {"crosswalk_lost",        found_bool     },
        {"contradicted",          found_bool     },
        {"calendar_missing",      found_bool     },
        {"domain",                found_domain   },
        {"narrative",             found_narrative},
        {"narrative_contradicts", found_bool     },
        {"cause_text_mismatch",   found_bool     },
    };
    int fact = strncmp(member, "facts.", 6) ? -1 : fl_fact_find(member + 6, strlen(member + 6));
    if (fact >= 0) {
        found_fact(view, fact, buf);
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].member, member)) {
            rows[i].write(view, member, buf);
            return;
        }
    json_null(buf);
}

#define MAX_INSIDE 32

struct inside {
    const char *name[MAX_INSIDE];
    int n;
};

/* The members inside a compound condition, each once. */
static void
collect_inside(const cJSON *node, struct inside *ret)
{
    for (const cJSON *item = node->child; item; item = item->next) {
        if (!item->string || words_compound(item->string)) {
            collect_inside(item, ret);
            continue;
        }
        bool met = ret->n == MAX_INSIDE;
        for (int i = 0; i < ret->n && !met; i++)
            met = !strcmp(ret->name[i], item->string);
        if (!met)
            ret->name[ret->n++] = item->string;
    }
}

void
found_write_part(const struct view *view, const char *member, const char *json, struct buf *buf)
{
    JSON_AUTO node = NULL;
    struct inside inside = {.n = 0};
    if (!words_compound(member) || json_parse(json, strlen(json), &node, NULL)) {
        found_write(view, member, buf);
        return;
    }
    collect_inside(node, &inside);
    json_object(buf);
    for (int i = 0; i < inside.n; i++) {
        json_key(buf, inside.name[i]);
        found_write(view, inside.name[i], buf);
    }
    json_object_end(buf);
}
