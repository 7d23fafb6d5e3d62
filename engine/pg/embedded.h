/* The private PostgreSQL cluster in <state>/postgres. Started before the first nng call and before
 * the first thread (a process that has called nng must not fork): a guard process is forked that
 * keeps the server up, starting it again when it dies. It is stopped at exit and when fenliud is
 * killed; what a kill left behind is stopped at the next start. Root drops to the user postgres.
 * Sockets only, no TCP. */
#ifndef ENGINE_EMBEDDED_H
#define ENGINE_EMBEDDED_H

#include <stdbool.h>

#include "fenliu/error.h"

struct embedded;

/* Makes the cluster when there is none, starts it, waits until it answers. *ret_conninfo belongs to
 * *ret. A second process on the same folder is refused (FL_E_CONFLICT) with a sentence that names
 * the pid. */
int embedded_start(const char *state_dir, struct embedded **ret, struct fl_error *err);
const char *embedded_conninfo(const struct embedded *embedded);
/* The same as fenliu_engine, who owns nothing (schema/migrations/0022_roles.sql): for all that the daemon does. */
const char *embedded_engine_conninfo(const struct embedded *embedded);
/* False when the guard is gone, and with it the server: fenliud should leave and be started again.
 */
bool embedded_alive(struct embedded *embedded);
void embedded_stop(struct embedded *embedded); /* fast shutdown, waits, frees */

/* The connection string of the cluster that runs in a state folder (as written there by
 * embedded_start), for commands. FL_E_UNAVAILABLE when none runs. The caller frees *ret. */
int embedded_find(const char *state_dir, char **ret, struct fl_error *err);

#endif
