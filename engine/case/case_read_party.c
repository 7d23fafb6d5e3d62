/* The parties of a case: who they are, and whether their numbers can be right. */
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "engine/case/id_check.h"
#include "engine/text/reading.h"
#include "fenliu/limits.h"

#define INTO(member) offsetof(struct fl_party, member)

enum { KIND_UNREAD = -1, LONGEST_ID = 64 };

const struct member party_members[] = {
    {"kind",      read_kind, 0, 0, INTO(kind), true, false},
    {"name",          read_text, 1, FL_MAX_NAME, INTO(name), true, true},
    {"id_no", read_text, 0, LONGEST_ID, INTO(id_no), false, true}, /* checked by kind, afterwards */
    {"division",      read_division, 0, 0, INTO(division), false, false},
    {"phone",      read_text, 0, FL_MAX_PHONE, INTO(phone), false, true},
    {"address",          read_text, 0, FL_MAX_ADDRESS, INTO(address), false, true},
    {"tags", read_tags, 0, FL_TAG__COUNT, INTO(tags), false, false},
    {0      },
};

static const char *const side_members[FL_SIDE__COUNT] = {"claimants", "respondents"};

void
read_kind(struct reader *r, const cJSON *node, const struct path *path, const struct member *member,
          void *into)
{
    int kind = word_of(r, node, path, &fl_kinds);

    (void)member;
    *(enum fl_kind *)into = (enum fl_kind)kind;
}

void
read_tags(struct reader *r, const cJSON *node, const struct path *path, const struct member *member,
          void *into)
{
    (void)member;
    *(uint32_t *)into = words_of(r, node, path, &fl_tags);
}

/* Claimants stand first in c->parties, whichever side the document names first. */
static struct fl_party *
room_for(struct reader *r, enum fl_side side, int n)
{
    struct fl_case *c = r->c;
    struct fl_party *old = c->parties, *first;
    int n_old = c->n_parties;

    c->n_parties += n;
    c->parties = arena_take(r->arena, sizeof *c->parties * (size_t)c->n_parties);
    first = side == FL_CLAIMANT ? c->parties : c->parties + n_old;
    if (n_old)
        memcpy(side == FL_CLAIMANT ? c->parties + n : c->parties, old, sizeof *old * (size_t)n_old);
    c->count[side] = n;
    return first;
}

void
read_parties(struct reader *r, const cJSON *node, const struct path *path,
             const struct member *member, void *into)
{
    enum fl_side side =
        strcmp(member->name, side_members[FL_CLAIMANT]) == 0 ? FL_CLAIMANT : FL_RESPONDENT;
    struct fl_party *party;
    int n = 0, index = 0;

    (void)into;
    if (!cJSON_IsArray(node)) {
        fault(r, path, "must be an array, not %s", node_kind(node));
        return;
    }
    for (const cJSON *child = node->child; child; child = child->next)
        n++;
    if (n < member->min || n > member->max) {
        fault(r, path, "has %d parties; %d to %d are allowed", n, member->min, member->max);
        return;
    }
    if (!n)
        return;
    party = room_for(r, side, n);
    for (const cJSON *child = node->child; child; child = child->next, index++, party++) {
        struct path here = {path, NULL, index};

        party->side = side;
        party->ordinal = index;
        party->kind = (enum fl_kind)KIND_UNREAD;
        walk_object(r, child, &here, party_members, party);
    }
}

static void
id_no_finish(struct reader *r, struct fl_party *party)
{
    struct path side = {NULL, side_members[party->side], 0},
                element = {&side, NULL, party->ordinal}, here = {&element, "id_no", 0};
    bool person = party->kind == FL_KIND_PERSON;
    const char *wrong;
    size_t len;

    if (!party->id_no || (int)party->kind == KIND_UNREAD)
        return;
    wrong = person ? id_check_person(party->id_no, r->c->filed_on)
                   : id_check_organisation(party->id_no);
    if (wrong) {
        fault(r, &here, "%s", wrong);
        return;
    }
    len = strlen(party->id_no);
    if (party->id_no[len - 1] == 'x') /* one spelling, so that the same person matches */
        party->id_no = arena_print(r->arena, "%.*sX", (int)len - 1, party->id_no);
}

void
parties_finish(struct reader *r)
{
    struct fl_case *c = r->c;

    for (int i = 0; i < c->n_parties; i++) {
        struct fl_party *party = &c->parties[i];

        id_no_finish(r, party);
        c->tags[party->side] |= party->tags;
        if ((int)party->kind != KIND_UNREAD)
            c->kinds[party->side] |= UINT32_C(1) << party->kind;
    }
}

void
case_party_personal(const struct fl_party *party, struct buf *buf)
{
    const struct {
        const char *name, *value;
    } members[] = {
        {"name",    party->name   },
        {"id_no",   party->id_no  },
        {"phone",   party->phone  },
        {"address", party->address}
    };

    json_object(buf);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (members[i].value)
            json_put_text(buf, members[i].name, members[i].value);
    json_object_end(buf);
}

static void strip(const cJSON *node, const struct member *members, struct buf *buf);

static bool
is_personal(const struct member *members, const char *name)
{
    while (members->name && strcmp(members->name, name) != 0)
        members++;
    return members->name && members->personal;
}

/* What of an object is not personal. */
static void
strip_members(const cJSON *node, const struct member *members, struct buf *buf)
{
    for (const cJSON *child = node->child; child; child = child->next) {
        if (is_personal(members, child->string) ||
            (members == case_members && !strcmp(child->string, CASE_READING)))
            continue;
        json_key(buf, child->string);
        if (members == case_members && cJSON_IsArray(child) &&
            (strcmp(child->string, side_members[FL_CLAIMANT]) == 0 ||
             strcmp(child->string, side_members[FL_RESPONDENT]) == 0)) {
            json_array(buf);
            for (const cJSON *party = child->child; party; party = party->next)
                strip(party, party_members, buf);
            json_array_end(buf);
        } else if (members == case_members && cJSON_IsArray(child) &&
                   strcmp(child->string, "history") == 0) {
            json_array(buf);
            for (const cJSON *past = child->child; past; past = past->next)
                strip(past, history_members, buf);
            json_array_end(buf);
        } else {
            json_write(child, buf);
        }
    }
}

static void
strip(const cJSON *node, const struct member *members, struct buf *buf)
{
    json_object(buf);
    strip_members(node, members, buf);
    json_object_end(buf);
}

void
case_skeleton(const struct policy *policy, const cJSON *doc, const struct reading *reading,
              struct buf *buf)
{
    json_object(buf);
    strip_members(doc, case_members, buf);
    if (reading) {
        json_key(buf, CASE_READING);
        reading_put(policy, reading, NULL, buf);
    }
    json_object_end(buf);
}

bool
case_personal(const cJSON *doc, struct buf *buf)
{
    const cJSON *narrative = json_get(doc, "narrative"), *history = json_get(doc, "history"), *past;
    bool any = json_str(narrative) != NULL;

    cJSON_ArrayForEach(past, history) any |= json_str(json_get(past, "reason")) != NULL;
    if (!any)
        return false;
    json_object(buf);
    if (json_str(narrative))
        json_put_text(buf, "narrative", json_str(narrative));
    json_key(buf, "history");
    json_array(buf);
    cJSON_ArrayForEach(past, history) json_text(buf, json_str(json_get(past, "reason")));
    json_array_end(buf);
    json_object_end(buf);
    return true;
}
