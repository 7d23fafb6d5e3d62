/* Personal data of a dispute: its key, its places, its hashes, and the event that says it was read. */
#include "engine/access/person.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "engine/desk/event_put.h"
#include "queries.h"

/* --- the key of a dispute --- */

static struct seal_place
place_of_key(const char *court, int64_t dispute_id)
{
    return (struct seal_place){"dispute_key", "wrapped", court, dispute_id, 0};
}

void
person_key_make(struct person_key *ret)
{
    ret->erased = false;
    seal_random(ret->key, sizeof ret->key);
}

void
person_key_wrap(struct keys *keys, const char *court, int64_t dispute_id,
                const struct person_key *key, struct buf *ret_wrapped, int *ret_key_id)
{
    const struct seal_place place = place_of_key(court, dispute_id);
    keys_seal(keys, &place, key->key, sizeof key->key, ret_wrapped, ret_key_id);
}

int
person_key_unwrap(struct keys *keys, const char *court, int64_t dispute_id, const void *wrapped,
                  size_t len, struct person_key *ret, struct fl_error *err)
{
    const struct seal_place place = place_of_key(court, dispute_id);
    struct buf clear = {0};
    int code = keys_unseal(keys, &place, wrapped, len, &clear, err);
    if (!code && clear.len != sizeof ret->key)
        code = fl_fail(err, FL_E_INTERNAL, "the key of dispute %lld has a wrong size",
                       (long long)dispute_id);
    if (!code) {
        ret->erased = false;
        memcpy(ret->key, clear.data, sizeof ret->key);
        seal_wipe(clear.data, clear.len);
    }
    buf_done(&clear);
    return code;
}

int
person_key_cell(struct engine *engine, const char *court, int64_t dispute_id, const PGresult *rows,
                int row, int column, struct person_key *ret, struct fl_error *err)
{
    size_t len;
    char *wrapped = pg_get_bytes(rows, row, column, &len);
    if (!wrapped) {
        memset(ret, 0, sizeof *ret);
        ret->erased = true;
        return 0;
    }
    int code = person_key_unwrap(engine->keys, court, dispute_id, wrapped, len, ret, err);
    free(wrapped);
    return code;
}

int
person_key_read(struct engine *engine, struct pg *pg, const char *court, int64_t dispute_id,
                struct person_key *ret, struct fl_error *err)
{
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_text(court), pg_int(dispute_id)};
    if (pg_run(pg, &Q_get_dispute_key, params, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0) {
        memset(ret, 0, sizeof *ret);
        ret->erased = true;
        return 0;
    }
    return person_key_cell(engine, court, dispute_id, row, 0, 0, ret, err);
}

/* --- places --- */

struct seal_place
place_of_dispute(const char *court, int64_t dispute_id)
{
    return (struct seal_place){"dispute", "sealed", court, dispute_id, 0};
}

struct seal_place
place_of_party(const char *court, int64_t dispute_id, int side, int ordinal)
{
    return (struct seal_place){"party", "sealed", court, dispute_id, side << 16 | ordinal};
}

struct seal_place
place_of_decision(const char *court, int64_t decision_id)
{
    return (struct seal_place){"decision", "sealed", court, decision_id, 0};
}

struct seal_place
place_of_referral(const char *court, int64_t referral_id)
{
    return (struct seal_place){"referral", "sealed", court, referral_id, 0};
}

struct seal_place
place_of_record(const char *court, int64_t referral_id)
{
    return (struct seal_place){"record", "sealed", court, referral_id, 0};
}

struct seal_place
place_of_event(const char *court, int64_t event_id)
{
    return (struct seal_place){"event", "sealed", court, event_id, 0};
}

struct seal_place
place_of_agreement(const char *court, int64_t referral_id)
{
    return (struct seal_place){"agreement", "sealed", court, referral_id, 0};
}

/* --- in and out --- */

int
person_seal(const struct act *act, int64_t dispute_id, const struct seal_place *place,
            const char *words, struct buf *ret, struct fl_error *err)
{
    struct person_key key;
    if (!words)
        return 0;
    if (person_key_read(act->engine, act->db, act->court, dispute_id, &key, err))
        return err->code;
    if (key.erased)
        return fl_fail(err, FL_E_CONFLICT, "the personal data of dispute %lld has been erased",
                       (long long)dispute_id);
    seal_put(key.key, SEALED_BY_DISPUTE, place, words, strlen(words), ret);
    seal_wipe(&key, sizeof key);
    return 0;
}

int
person_open(const struct person_key *key, const struct seal_place *place, const PGresult *rows,
            int row, int column, struct buf *ret, struct fl_error *err)
{
    size_t len;
    char *sealed = key->erased ? NULL : pg_get_bytes(rows, row, column, &len);
    if (!sealed)
        return 0;
    int code = seal_open(key->key, place, sealed, len, ret, err);
    free(sealed);
    return code;
}

/* --- hashes --- */

static const char wide_space[] = "\xE3\x80\x80"; /* U+3000 */

void
person_name_hash(const struct keys *keys, const char *name, uint8_t ret[SEAL_MAC_SIZE])
{
    struct buf text = {0};
    while (*name) {
        size_t skipped = strncmp(name, wide_space, 3) == 0 ? 3
                         : isspace((unsigned char)*name)   ? 1
                                                           : 0;
        if (!skipped)
            buf_char(&text, *name);
        name += skipped ? skipped : 1;
    }
    keys_match(keys, "name", text.data ? text.data : "", text.len, ret);
    buf_done(&text);
}

void
person_id_hash(const struct keys *keys, const char *id_no, uint8_t ret[SEAL_MAC_SIZE])
{
    struct buf text = {0};
    for (; *id_no; id_no++)
        buf_char(&text, (char)toupper((unsigned char)*id_no));
    keys_match(keys, "id_no", text.data ? text.data : "", text.len, ret);
    buf_done(&text);
}

/* --- who reads --- */

int
person_read(const struct act *act, int64_t dispute_id, int64_t referral_id, const char *why,
            const char *words, struct fl_error *err)
{
    struct person_key key = {0};
    if (words && person_key_read(act->engine, act->db, act->court, dispute_id, &key, err))
        return err->code;
    if (key.erased)
        words = NULL; /* nothing may be added to it; that it was looked at is still written down */
    seal_wipe(key.key, sizeof key.key);
    const struct event_new event = {
        .type = FL_EVENT_PERSON_READ,
        .dispute_id = dispute_id,
        .referral_id = referral_id,
        .data = arena_print(act->arena, "{\"why\":\"%s\"}", why),
        .sealed = words,
    };
    return event_put(act, &event, NULL, err);
}
