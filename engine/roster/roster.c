/* The roster in memory: read whole, counted by its holders. */
#include "engine/roster/roster.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/must.h"
#include "queries.h"

struct roster {
    atomic_int holders;
    int64_t number;
    struct roster_member *members; /* ordered by court, then mediator */
    int n;
};

/* "a,b" as texts, NULL-ended. */
static char **
split(const char *list)
{
    size_t n = 1;
    for (const char *c = list; c && *c; c++)
        n += *c == ',';
    char **ret = must(calloc(n + 1, sizeof *ret)), *rest = must_copy(list ? list : ""),
         *mark = NULL;
    n = 0;
    for (char *one = strtok_r(rest, ",", &mark); one; one = strtok_r(NULL, ",", &mark))
        ret[n++] = must_copy(one);
    free(rest);
    return ret;
}

static void
free_list(char **list)
{
    for (char **one = list; *one; one++)
        free(*one);
    free(list);
}

/* "18690/18700,18800/" */
static void
read_away(const char *text, struct roster_member *m)
{
    size_t n = 1;
    for (const char *c = text; c && *c; c++)
        n += *c == ',';
    m->away = must(calloc(n, sizeof *m->away));
    for (const char *at = text; at && *at; at += *at == ',') {
        char *end;
        struct roster_days *days = &m->away[m->n_away++];
        days->from = (fl_day)strtol(at, &end, 10);
        at = end + (*end == '/');
        days->until = *at && *at != ',' ? (fl_day)strtol(at, &end, 10) : INT32_MAX;
        at += strcspn(at, ",");
    }
}

static void
read_member(const PGresult *rows, int i, struct roster_member *m)
{
    *m = (struct roster_member){
        .court = must_copy(pg_get(rows, i, 0)),
        .mediator = must_copy(pg_get(rows, i, 1)),
        .body = must_copy(pg_get(rows, i, 2)),
        .channel = must_copy(pg_get(rows, i, 3)),
        .streets = split(pg_get(rows, i, 4)),
        .causes = split(pg_get(rows, i, 5)),
        .cap = pg_get(rows, i, 6) ? pg_get_int(rows, i, 6) : PG_NULL_NUMBER,
        .active = pg_get_bool(rows, i, 7),
        .names = must_copy(pg_get(rows, i, 9)),
        .numbers = must_copy(pg_get(rows, i, 10)),
    };
    read_away(pg_get(rows, i, 8), m);
}

static void
free_member(struct roster_member *m)
{
    free(m->court);
    free(m->mediator);
    free(m->body);
    free(m->channel);
    free_list(m->streets);
    free_list(m->causes);
    free(m->away);
    free(m->names);
    free(m->numbers);
}

void
roster_release(struct roster *roster)
{
    if (!roster || atomic_fetch_sub(&roster->holders, 1) != 1)
        return;
    for (int i = 0; i < roster->n; i++)
        free_member(&roster->members[i]);
    free(roster->members);
    free(roster);
}

/* Under a number that was read before: a change in between is read again. */
static int
read_all(struct pg *pg, int64_t number, struct roster **ret, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_roster, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    struct roster *roster = must(calloc(1, sizeof *roster));
    atomic_store(&roster->holders, 1);
    roster->number = number;
    roster->n = PQntuples(rows);
    roster->members = must(calloc((size_t)roster->n + 1, sizeof *roster->members));
    for (int i = 0; i < roster->n; i++)
        read_member(rows, i, &roster->members[i]);
    *ret = roster;
    return 0;
}

/* The one that is known, held; NULL: none is. */
static struct roster *
hold_known(struct engine *engine)
{
    pthread_mutex_lock(&engine->lock);
    struct roster *roster = engine->roster;
    if (roster)
        atomic_fetch_add(&roster->holders, 1);
    pthread_mutex_unlock(&engine->lock);
    return roster;
}

int
roster_hold(struct engine *engine, struct pg *pg, bool fresh, struct roster **ret,
            struct fl_error *err)
{
    struct roster *known = hold_known(engine), *read = NULL;
    if (known && !fresh) {
        *ret = known;
        return 0;
    }
    PG_AUTO change = NULL;
    if (pg_run(pg, &Q_get_roster_change, NULL, 0, PG_ROW, &change, err)) {
        roster_release(known);
        return err->code;
    }
    int64_t number = pg_get_int(change, 0, 0);
    if (known && known->number == number) {
        *ret = known;
        return 0;
    }
    roster_release(known);
    if (read_all(pg, number, &read, err))
        return err->code;
    atomic_fetch_add(&read->holders, 1);
    pthread_mutex_lock(&engine->lock);
    known = engine->roster;
    engine->roster = read;
    pthread_mutex_unlock(&engine->lock);
    roster_release(known);
    *ret = read;
    return 0;
}

void
roster_forget(struct engine *engine)
{
    roster_release(engine->roster);
    engine->roster = NULL;
}

int64_t
roster_number(const struct roster *roster)
{
    return roster->number;
}

struct name {
    const char *court, *mediator;
};

static int
by_name(const void *key, const void *element)
{
    const struct name *name = key;
    const struct roster_member *m = element;
    int order = strcmp(name->court, m->court);
    return order ? order : strcmp(name->mediator, m->mediator);
}

const struct roster_member *
roster_find(const struct roster *roster, const char *court, const char *mediator)
{
    const struct name name = {court, mediator};
    return bsearch(&name, roster->members, (size_t)roster->n, sizeof *roster->members, by_name);
}

bool
roster_is_away(const struct roster_member *m, fl_day day)
{
    for (int i = 0; i < m->n_away; i++)
        if (m->away[i].from <= day && day <= m->away[i].until)
            return true;
    return false;
}
