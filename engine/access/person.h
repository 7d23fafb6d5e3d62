/* What belongs to persons, in and out of the database: sealed under the key of its dispute (engine/access/seal.h), and found
 * by keyed hashes. Whoever lets a person's data out to somebody also writes down that it was read (person_read). */
#ifndef ENGINE_PERSON_H
#define ENGINE_PERSON_H

#include "engine/desk/act.h"
#include "engine/access/keys.h"

/* The value of the columns key_id: sealed under the key of the dispute. 0 was clear text, and is refused. */
enum { SEALED_BY_DISPUTE = 1 };

/* The key of one dispute, unwrapped. Erased: there is none any more, and what it sealed reads as absent. */
struct person_key {
    bool erased;
    uint8_t key[SEAL_KEY_SIZE];
};

/* A fresh key, and the same wrapped by the current data key (appended to ret_wrapped). */
void person_key_make(struct person_key *ret);
void person_key_wrap(struct keys *keys, const char *court, int64_t dispute_id,
                     const struct person_key *key, struct buf *ret_wrapped, int *ret_key_id);
int person_key_unwrap(struct keys *keys, const char *court, int64_t dispute_id, const void *wrapped,
                      size_t len, struct person_key *ret, struct fl_error *err);

/* Of a stored dispute; and of a cell that holds its wrapped key (null: erased). */
int person_key_read(struct engine *engine, struct pg *pg, const char *court, int64_t dispute_id,
                    struct person_key *ret, struct fl_error *err);
int person_key_cell(struct engine *engine, const char *court, int64_t dispute_id,
                    const PGresult *rows, int row, int column, struct person_key *ret,
                    struct fl_error *err);

/* Places of sealed values. */
struct seal_place place_of_dispute(const char *court, int64_t dispute_id);
struct seal_place place_of_party(const char *court, int64_t dispute_id, int side, int ordinal);
struct seal_place place_of_decision(const char *court, int64_t decision_id);
struct seal_place place_of_referral(const char *court, int64_t referral_id);
struct seal_place place_of_record(const char *court, int64_t referral_id);
struct seal_place place_of_event(const char *court, int64_t event_id);
struct seal_place place_of_agreement(const char *court, int64_t referral_id);

/* Words of people about a stored dispute, sealed into ret; NULL words leave ret empty. FL_E_CONFLICT when the
 * dispute's personal data has been erased: nothing may be added to it. */
int person_seal(const struct act *act, int64_t dispute_id, const struct seal_place *place,
                const char *words, struct buf *ret, struct fl_error *err);
/* A sealed cell as text, with a 0 behind it; ret stays empty (data NULL) when the cell is null or erased. */
int person_open(const struct person_key *key, const struct seal_place *place, const PGresult *rows,
                int row, int column, struct buf *ret, struct fl_error *err);

/* Keyed hashes of a party: the name without its spaces, the number in upper case. */
void person_name_hash(const struct keys *keys, const char *name, uint8_t ret[SEAL_MAC_SIZE]);
void person_id_hash(const struct keys *keys, const char *id_no, uint8_t ret[SEAL_MAC_SIZE]);

/* The event person.read: who saw the persons of a dispute, and why: `why` is a code, `words` what the reader gave as
 * the reason (may be NULL; sealed). */
int person_read(const struct act *act, int64_t dispute_id, int64_t referral_id, const char *why,
                const char *words, struct fl_error *err);

#endif
