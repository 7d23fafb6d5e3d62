/* A case document out of JSON: validation that reports every fault at once with its JSON pointer, and
 * changes nothing. Unknown members, numbers written as text, fractions, wrong check digits, impossible
 * days, causes that do not exist on that day are refused. Source: docs/protocol.md §1. */
#ifndef ENGINE_CASE_READ_H
#define ENGINE_CASE_READ_H

#include "engine/base/json.h"
#include "engine/policy/policy.h"

enum case_form {
    CASE_FULL, /* as an intake system sends it */
    CASE_HELD, /* the same, by whoever holds the document: its narrative is not copied, it stays in doc */
    CASE_SKELETON, /* as stored: without names, numbers, phones, addresses and narrative, and with what
                    * was read in the narrative */
    CASE_WHOLE,    /* as stored, with its people and narrative put back */
    CASE_STORY /* for the classifier: ref and narrative; members of a case beside them may be there, nameless
                    * parties too, and members that no case has are passed over */
};

/* What was read in the narrative stands in a stored document as this member (engine/text/reading.h). */
#define CASE_READING "read"

/* Pointers in faults are relative to `base` ("" or "/params/case"). Returns 0 or FL_E_INVALID_PARAMS with
 * all faults in err, the strings in the arena. `doc` must outlive ret only as far as nothing points into
 * it: all text is copied into the arena (but for CASE_HELD). */
int case_read(const struct policy *policy, const cJSON *doc, enum case_form form, const char *base,
              struct arena *arena, struct fl_case *ret, struct fl_error *err);

/* The document without personal data (for the column dispute.document), with what was read in its narrative
 * (NULL: nothing), and the personal rest: one JSON
 * object per party {name, id_no, phone, address} is written by case_party_personal. */
void case_skeleton(const struct policy *policy, const cJSON *doc, const struct reading *reading,
                   struct buf *buf);
/* The personal rest of the document itself: {narrative, history: [reason in words or null …]}. False, and nothing
 * written, when there is none. */
bool case_personal(const cJSON *doc, struct buf *buf);
void case_party_personal(const struct fl_party *party, struct buf *buf);

/* The same dispute on another day: a cause of another list is crosswalked into the list in force on as_of;
 * without a unique match the cause stays unknown and the case goes to triage. decide() calls it. */
bool case_cause_on(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                   int *ret_list, int *ret_cause);

/* How a name is shown to those who do not need it: 张*. And an identity number: 4302**********1234. */
void mask_name(const char *name, struct buf *buf);
void mask_id_no(const char *id_no, struct buf *buf);

#endif
