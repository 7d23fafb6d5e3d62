/* One event row in the running transaction. */
#include "engine/desk/event_put.h"

#include "engine/access/person.h"
#include "queries.h"

int
event_put(const struct act *act, const struct event_new *event, int64_t *ret_id,
          struct fl_error *err)
{
    int64_t id = event->event_id;
    if (!id && engine_id(act->engine, act->db, &id, err))
        return err->code;
    const struct seal_place place = place_of_event(act->court, id);
    struct buf sealed = {0};
    if (person_seal(act, event->dispute_id, &place, event->sealed, &sealed, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(act->court),
        pg_int(id),
        pg_int(event->dispute_id),
        event->referral_id ? pg_int(event->referral_id) : pg_null_int(),
        pg_text(fl_word(&fl_event_types, (int)event->type)),
        pg_text(act->actor),
        pg_moment(act->at),
        pg_text(event->data),
        pg_bytes(sealed.data, sealed.len),
    };
    int code = pg_run(act->db, &Q_put_event, params, 9, PG_NONE, NULL, err);
    buf_done(&sealed);
    if (code)
        return code;
    if (ret_id)
        *ret_id = id;
    return 0;
}
