/* Figures, documents and event of a closing, all or nothing. */
#include "engine/report/publication.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/base/lang.h"
#include "engine/desk/event_put.h"
#include "queries.h"

enum { CLOSE_MS = 10 * 60 * 1000 };

static void
hash_text(const char *text, size_t len, char ret[65])
{
    uint8_t hash[HASH_SIZE];
    hash_bytes(text, len, hash);
    for (int i = 0; i < HASH_SIZE; i++)
        snprintf(ret + 2 * i, 3, "%02x", hash[i]);
}

static const struct {
    const char *name;
    void (*write)(const struct annual *annual, struct buf *out);
} formats[] = {
    {"markdown", annual_write_markdown},
    {"html",     annual_write_html    },
};

static int
put_document(struct pg *pg, const struct closing *c, int64_t id, const char *lang,
             const char *format, const struct buf *text, struct fl_error *err)
{
    char hash[65];
    hash_text(text->data, text->len, hash);
    const struct pg_param params[] = {pg_text(c->query.court), pg_int(id),    pg_text(lang),
                                      pg_text(format),         pg_text(hash), pg_text(text->data)};
    return pg_run(pg, &Q_put_published_document, params, 6, PG_NONE, NULL, err);
}

/* The report in each language and form, as it is now. */
static int
put_documents(struct pg *pg, const struct closing *c, int64_t id, struct arena *arena,
              struct fl_error *err)
{
    static const char *const langs[] = {"zh", "en"};
    int code = 0;
    for (size_t l = 0; !code && l < 2; l++) {
        struct annual annual;
        lang_here(langs[l]);
        code = annual_read(pg, &c->query, c->court_name, c->policy, arena, &annual, err);
        for (size_t f = 0; !code && f < sizeof formats / sizeof *formats; f++) {
            struct buf text = {0};
            formats[f].write(&annual, &text);
            code = put_document(pg, c, id, langs[l], formats[f].name, &text, err);
            buf_done(&text);
        }
        annual_done(&annual);
    }
    lang_here(NULL);
    return code;
}

static int
put_event(struct engine *engine, struct pg *pg, const struct closing *c, int64_t event_id,
          const struct closed *closed, struct arena *arena, struct fl_error *err)
{
    char from[11], to[11];
    struct act act = {engine, pg, arena, NULL, c->query.court, c->by, c->now, false};
    const struct event_new event = {
        .event_id = event_id,
        .type = FL_EVENT_PERIOD_CLOSED,
        .data = arena_print(arena,
                            "{\"publication_id\":\"%" PRId64
                            "\",\"from\":\"%s\",\"to\":\"%s\",\"version\":%d}",
                            closed->publication_id, day_print(c->query.from, from),
                            day_print(c->query.to, to), closed->version),
    };
    return event_put(&act, &event, NULL, err);
}

static int
check_period(struct pg *pg, const struct closing *c, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(c->query.court), pg_day(c->query.from),
                                      pg_day(c->query.to)};
    char day[11];
    PG_AUTO last = NULL;
    if (c->query.to >= moment_day(c->now))
        return fl_fail(err, FL_E_CONFLICT,
                       say("该时段要到%s才结束，尚不能定期",
                           "the period ends on %s: it cannot be closed before"),
                       day_print(c->query.to, day));
    if (pg_run(pg, &Q_get_last_publication, params, 3, PG_MAYBE_ROW, &last, err))
        return err->code;
    if (PQntuples(last) && !c->again)
        return fl_fail(err, FL_E_CONFLICT,
                       say("该时段已于%s定期（第%s版，编号%s）；再次公布须写明--again，旧版保留",
                           "the period was closed on %s (version %s, publication %s): --again "
                           "publishes another "
                           "version beside it"),
                       pg_get(last, 0, 2), pg_get(last, 0, 1), pg_get(last, 0, 0));
    return 0;
}

static int
close_now(struct engine *engine, struct pg *pg, const struct closing *c, struct arena *arena,
          struct closed *ret, struct fl_error *err)
{
    int64_t event_id;
    PG_AUTO row = NULL;
    if (check_period(pg, c, err) || engine_id(engine, pg, &event_id, err) ||
        engine_id(engine, pg, &ret->publication_id, err))
        return err->code;
    const struct pg_param params[] = {pg_text(c->query.court),
                                      pg_int(ret->publication_id),
                                      pg_int(c->year),
                                      pg_text(c->part),
                                      pg_day(c->query.from),
                                      pg_day(c->query.to),
                                      pg_moment(c->now),
                                      pg_text(c->by),
                                      pg_text(policy_hash(c->policy)),
                                      pg_int(event_id)};
    const struct pg_param figures[] = {pg_text(c->query.court), pg_int(ret->publication_id),
                                       pg_day(c->query.from), pg_day(c->query.to)};
    if (put_documents(pg, c, ret->publication_id, arena, err) ||
        pg_run(pg, &Q_put_published_figures, figures, 4, PG_NONE, NULL, err) ||
        pg_run(pg, &Q_put_publication, params, 10, PG_ROW, &row, err))
        return err->code;
    ret->version = (int)pg_get_int(row, 0, 0);
    return put_event(engine, pg, c, event_id, ret, arena, err);
}

int
publication_close(struct engine *engine, struct pg *pg, const struct closing *c,
                  struct arena *arena, struct closed *ret, struct fl_error *err)
{
    pg_deadline(pg, CLOSE_MS);
    int code = pg_script(pg, Q_begin_repeatable.sql, err);
    if (!code)
        code = close_now(engine, pg, c, arena, ret, err);
    if (!code)
        code = pg_commit(pg, err);
    if (code)
        pg_rollback(pg);
    pg_deadline(pg, 0);
    return code;
}

int
publication_read(struct pg *pg, const char *court, int64_t id, const char *lang, const char *format,
                 struct buf *ret, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(court), pg_int(id), pg_text(lang), pg_text(format)};
    char hash[65];
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_get_published_document, params, 4, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(
            err, FL_E_NOT_FOUND,
            say("法院%s没有编号为%" PRId64 "的公布", "court %s has no publication %" PRId64), court,
            id);
    const char *text = pg_get(row, 0, 0);
    hash_text(text, strlen(text), hash);
    if (strcmp(hash, pg_get(row, 0, 1)) != 0)
        return fl_fail(err, FL_E_CONFLICT, "%s",
                       say("所存文本与公布时的摘要不符",
                           "the text that is kept is not the one that was published"));
    buf_text(ret, text);
    return 0;
}
