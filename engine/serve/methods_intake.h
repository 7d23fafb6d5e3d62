/* The methods of the intake endpoint, one file a family; the table is methods_intake.c. */
#ifndef ENGINE_METHODS_INTAKE_H
#define ENGINE_METHODS_INTAKE_H

#include "engine/serve/call.h"

/* methods_intake_read.c: what is stored */
method_run case_get, case_list;
/* methods_intake_notice.c: the same, as a letter to the parties */
method_run case_notice;
/* methods_intake_explain.c: why it went where it went */
method_run case_explain;
/* methods_intake_search.c: who is a party to what */
method_run case_search;
/* methods_intake_change.c: what changes a stored case (case.submit is flow.c's) */
method_run case_amend, case_withdraw;
/* methods_intake_reopen.c: what goes on after it was over */
method_run case_reopen, case_confirm;
/* methods_intake_object.c: a party says that it goes the wrong way */
method_run case_object;
/* methods_intake_link.c: what may be the same dispute */
method_run case_links, case_link;
/* methods_intake_info.c: what needs no case */
method_run case_decide, policy_get, event_since, server_info, clock_set;

/* Facts known and facts given: the given one counts; null makes it unknown again. */
void case_facts_write(const cJSON *known, const cJSON *given, struct buf *buf);

/* The id of the case a call means: case_id, or source and ref. FL_E_NOT_FOUND. */
int case_find(const struct call *call, int64_t *ret, struct fl_error *err);

/* The whole file of a case, as case.get answers it: with its persons when `whole`, which is written down as read (`why`:
 * a code). FL_E_NOT_FOUND. */
int case_file(struct call *call, int64_t id, bool whole, const char *why, struct buf *result,
              struct fl_error *err);

#endif
