/* The schema: numbered forward-only migrations (schema/migrations), one transaction each, and the
 * repeatable scripts of schema/analyst, applied again whenever their text changes. Refused when the
 * database is newer than the program. */
#ifndef ENGINE_MIGRATE_H
#define ENGINE_MIGRATE_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/pg/pg.h"

struct migration {
    int version;
    const char *name, *sql;
};
/* Generated at build from schema/migrations and schema/analyst; both end with a row of version 0. */
extern const struct migration migrations[], analyst_scripts[];

/* init: an empty database gets everything (synthetic marks it); upgrade: what is missing. Both take an
 * advisory lock, so that two processes may start at once. */
int migrate_init(struct pg *pg, bool synthetic, struct fl_error *err);
int migrate_upgrade(struct pg *pg, struct fl_error *err);
/* For a connection that may not apply any: FL_E_CONFLICT unless all are applied. Like the others it tells the
 * database which outcomes the channels of this program have (channel_table.h). */
int migrate_check(struct pg *pg, struct fl_error *err);
/* Lines for people, or JSON: version of the database and the program, what is pending. */
int migrate_status(struct pg *pg, bool json, struct buf *out, struct fl_error *err);

#endif
