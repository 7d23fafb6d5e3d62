/* Where referrals are delivered to. */
#include "engine/deliver/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/must.h"
#include "queries.h"

static const struct fl_adapter *
adapter_named(const char *name)
{
    int channel = fl_word_find(&fl_channels, name, strlen(name));
    const struct fl_adapter *adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    return adapter && !adapter->clerks_only ? adapter : NULL;
}

static void
add(struct targets *targets, const char *court, const struct fl_adapter *adapter,
    const struct target *given)
{
    struct target *t = &targets->rows[targets->n++];
    *t = (struct target){.adapter = adapter,
                         .body = must_copy(given->body),
                         .url = must_copy(given->url),
                         .token_file = must_copy(given->token_file),
                         .streets = must_copy(given->streets),
                         .specific = given->specific};
    snprintf(t->court, sizeof t->court, "%s", court);
    if (asprintf(&t->holder, SYSTEM_HOLDER "%s", *t->body ? t->body : adapter->name) < 0)
        abort();
}

static void
add_configured(const struct config *config, struct targets *targets)
{
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        char *url = config->deliver[(*a)->channel], *file = config->deliver_token[(*a)->channel];
        const struct target given = {
            .body = (char[]){""}, .url = url, .token_file = file && *file ? file : NULL};
        if (url && *url)
            add(targets, config->court, *a, &given);
    }
}

int
targets_read(struct engine *engine, struct pg *pg, struct targets *ret, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_delivery_lines, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    *ret = (struct targets){calloc((size_t)n + FL_MAX_CHANNELS, sizeof *ret->rows), 0};
    if (!ret->rows)
        return fl_fail(err, FL_E_MEMORY, "no memory for %d targets", n);
    add_configured(engine->config, ret);
    for (int i = 0; i < n && ret->n < DELIVER_TARGETS_MAX; i++) {
        const struct fl_adapter *adapter = adapter_named(pg_get(rows, i, 1));
        const char *streets = pg_get(rows, i, 5), *body = pg_get(rows, i, 2),
                   *file = pg_get(rows, i, 4);
        const struct target given = {.body = PQgetvalue(rows, i, 2),
                                     .url = PQgetvalue(rows, i, 3),
                                     .token_file = file && *file ? PQgetvalue(rows, i, 4) : NULL,
                                     .streets = streets ? PQgetvalue(rows, i, 5) : NULL,
                                     .specific = streets ? 3
                                                 : *body ? 2
                                                         : 1};
        if (adapter)
            add(ret, pg_get(rows, i, 0), adapter, &given);
    }
    return 0;
}

void
targets_clear(struct targets *targets)
{
    for (int i = 0; i < targets->n; i++) {
        struct target *t = &targets->rows[i];
        free(t->body);
        free(t->url);
        free(t->token_file);
        free(t->streets);
        free(t->holder);
    }
    free(targets->rows);
    *targets = (struct targets){NULL, 0};
}

static bool
same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool
target_same(const struct target *a, const struct target *b)
{
    return strcmp(a->court, b->court) == 0 && a->adapter == b->adapter &&
           same_text(a->body, b->body) && same_text(a->url, b->url) &&
           same_text(a->token_file, b->token_file);
}
