/* The endpoints that answer: intake, and one desk for each channel of adapters/. Each is a bit, so that
 * methods and rights can name several at once. */
#ifndef ENGINE_ENDPOINT_H
#define ENGINE_ENDPOINT_H

#include "engine/config.h"
#include "fenliu/adapter.h"

#define AT_DESK(channel) (1 << (1 + FL_CHANNEL_##channel))

enum endpoint {
    AT_INTAKE = 1 << 0,
    AT_COURT = AT_DESK(COURT),
    AT_MEDIATION = AT_DESK(MEDIATION),
    AT_ARBITRATION = AT_DESK(ARBITRATION),
    AT_UNION = AT_DESK(UNION),
    AT_TRIAGE = AT_DESK(TRIAGE),
    AT_DESKS = ((1 << (1 + FL_MAX_CHANNELS)) - 1) & ~AT_INTAKE /* added channels too */
};

/* Number i in the order of adapters/list.h, intake first; 0 beyond the last. */
enum endpoint endpoint_at(int i);
/* The channel of a desk; NULL for intake. */
const struct fl_adapter *endpoint_adapter(enum endpoint endpoint);
/* What an endpoint is for the table of rights: AT_TRIAGE for every desk where only clerks work, AT_COURT for every
 * other desk, AT_INTAKE. */
enum endpoint endpoint_class(enum endpoint endpoint);
/* "intake", "triage" …; "?" for what is none. */
const char *endpoint_name(enum endpoint endpoint);
/* Its bit by its name, or 0. */
unsigned endpoint_bit(const char *name);
/* Where a configuration lets it listen; "" when it is off. */
const char *endpoint_url(const struct config *config, enum endpoint endpoint);
/* Its key in the configuration: "intake", "desk_triage" … */
const char *endpoint_key(enum endpoint endpoint);

#endif
