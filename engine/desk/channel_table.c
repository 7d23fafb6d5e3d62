/* What SQL must know of the channels, out of the tables of adapters/. */
#include "engine/desk/channel_table.h"

#include "engine/base/json.h"
#include "fenliu/adapter.h"
#include "queries.h"

static void
put_outcome(struct buf *rows, const struct fl_adapter *adapter, const struct fl_outcome_row *row)
{
    json_object(rows);
    json_put_text(rows, "channel", adapter->name);
    json_put_text(rows, "outcome", row->name);
    json_put_bool(rows, "counts", row->counts);
    json_put_bool(rows, "succeeded", row->succeeded);
    json_put_text(rows, "zh", row->zh);
    json_object_end(rows);
}

int
channel_table_put(struct pg *pg, struct fl_error *err)
{
    struct buf rows = {0};
    json_array(&rows);
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        for (const struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++)
            put_outcome(&rows, *a, row);
    json_array_end(&rows);
    const struct pg_param params[] = {pg_text(rows.data)};
    int code = pg_run(pg, &Q_put_channel_outcomes, params, 1, PG_NONE, NULL, err);
    buf_done(&rows);
    return code;
}
