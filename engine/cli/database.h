/* Which database a command of the terminal means: --database, else the configuration, else the
 * embedded cluster: the one that runs, or, when none does and `start` allows it, started for as
 * long as the command runs. */
#ifndef ENGINE_DATABASE_H
#define ENGINE_DATABASE_H

#include <stdbool.h>

#include "engine/pg/embedded.h"
#include "engine/pg/pg.h"

struct database {
    struct pg *pg;
    struct embedded *own; /* started by us: NULL when it ran already or is no cluster of ours */
};

/* database, config_file and state_dir may be NULL: not given on the command line. */
int database_open(const char *database, const char *config_file, const char *state_dir, bool start,
                  const char *application, struct database *ret, struct fl_error *err);
void database_close(struct database *database);

/* Where a command finds what lies beside the database: the state folder, and the folder of the key files. Each option may
 * be NULL: then as the configuration says. Both are malloc'ed texts, for the caller to free; NULL on an error. */
int database_places(const char *config_file, const char *state_dir, const char *keys_dir,
                    char **ret_state, char **ret_keys, struct fl_error *err);

/* The clock of a synthetic database, where it stands; else the machine's. Sets what clock_now() says. */
int database_clock(struct pg *pg, struct fl_error *err);

#endif
