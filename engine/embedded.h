/* The private PostgreSQL cluster in the state folder. Started before the first nng call (a process that has
 * called nng must not fork); stopped at exit; dies with a killed fenliud (PR_SET_PDEATHSIG); what a kill
 * left behind is stopped at the next start. Root drops to the user postgres. */
#ifndef ENGINE_EMBEDDED_H
#define ENGINE_EMBEDDED_H

#include "fenliu/error.h"

struct embedded;

/* Makes the cluster when there is none, starts it, waits until it answers. *ret_conninfo belongs to *ret.
 * A second process on the same folder is refused (FL_E_CONFLICT) with a sentence that names the pid. */
int embedded_start(const char *state_dir, struct embedded **ret, struct fl_error *err);
const char *embedded_conninfo(const struct embedded *embedded);
void embedded_stop(struct embedded *embedded); /* fast shutdown, waits, frees */

/* The connection string of the cluster that runs in a state folder (as written there by embedded_start),
 * for commands. FL_E_UNAVAILABLE when none runs. The caller frees *ret. */
int embedded_find(const char *state_dir, char **ret, struct fl_error *err);

#endif
