/* The table channel_outcome: the outcomes of the channels this program knows, for the statistics. */
#ifndef ENGINE_CHANNEL_TABLE_H
#define ENGINE_CHANNEL_TABLE_H

#include "engine/pg/pg.h"

/* Writes what is new or changed; rows of channels that others know stay. By migrations, and by whoever starts
 * with a schema that is up to date. */
int channel_table_put(struct pg *pg, struct fl_error *err);

#endif
