/* The life of a referral: one row one fact. */
#include "engine/desk/lifecycle.h"

#include <string.h>

#define ROW(from, step, to, why)                                                                   \
    {                                                                                              \
        FL_REFERRAL_##from, STEP_##step, FL_REFERRAL_##to, why                                     \
    }
const struct lifecycle_row lifecycle[] = {
    ROW(QUEUED, OFFER, OFFERED, "a mediator pulled it; a fresh claim holds it until accept_by"),
    ROW(OFFERED, ACCEPT, ACCEPTED, "the holder takes it on; its clock starts"),
    ROW(OFFERED, DECLINE, QUEUED, "the holder says no, and is not asked again"),
    ROW(OFFERED, LAPSE, QUEUED, "accept_by has passed without a word"),
    ROW(OFFERED, RELEASE, QUEUED, "the holder gives it back, and may be asked again"),
    ROW(ACCEPTED, RELEASE, QUEUED, "the holder cannot go on; the acceptance is taken back"),
    ROW(PAUSED, RELEASE, QUEUED, "the holder cannot go on; the acceptance is taken back"),
    ROW(QUEUED, REASSIGN, OFFERED, "a clerk names the mediator"),
    ROW(OFFERED, REASSIGN, OFFERED, "a clerk names another mediator; the old claim is void"),
    ROW(ACCEPTED, REASSIGN, OFFERED,
        "a clerk names another mediator; the acceptance is taken back"),
    ROW(PAUSED, REASSIGN, OFFERED, "a clerk names another mediator; the acceptance is taken back"),
    ROW(OFFERED, NOTE, OFFERED, "a contact or an appointment is written down"),
    ROW(ACCEPTED, NOTE, ACCEPTED, "a contact or an appointment is written down"),
    ROW(PAUSED, NOTE, PAUSED, "a contact or an appointment is written down"),
    ROW(ACCEPTED, EXTEND, ACCEPTED, "the parties agree to a longer period"),
    ROW(ACCEPTED, DRAFT, ACCEPTED, "the text of the agreement is written down, to be signed"),
    ROW(PAUSED, DRAFT, PAUSED, "the text of the agreement is written down, to be signed"),
    ROW(ACCEPTED, PAUSE, PAUSED, "time for appraisal does not count"),
    ROW(PAUSED, RESUME, ACCEPTED, "the appraisal is there"),
    ROW(ACCEPTED, CONCLUDE, CONCLUDED, "the holder reports the outcome"),
    ROW(PAUSED, CONCLUDE, CONCLUDED, "the holder reports the outcome"),
    ROW(OFFERED, REFUSE, CONCLUDED, "a party refuses a second mediator: that refuses mediation"),
    ROW(ACCEPTED, REFUSE, CONCLUDED, "a party refuses a second mediator: that refuses mediation"),
    ROW(PAUSED, REFUSE, CONCLUDED, "a party refuses a second mediator: that refuses mediation"),
    ROW(QUEUED, EXPIRE, CONCLUDED, "its period is over, and nobody had taken it on"),
    ROW(OFFERED, EXPIRE, CONCLUDED, "its period is over, and nobody had taken it on"),
    ROW(ACCEPTED, EXPIRE, CONCLUDED, "its period is over without an agreement or an extension"),
    ROW(CONCLUDED, CORRECT, CONCLUDED, "a clerk corrects the report; the wrong one stays visible"),
    ROW(QUEUED, CANCEL, CANCELLED, "the dispute was withdrawn or goes elsewhere"),
    ROW(OFFERED, CANCEL, CANCELLED, "the dispute was withdrawn or goes elsewhere"),
    ROW(ACCEPTED, CANCEL, CANCELLED, "the dispute was withdrawn or goes elsewhere"),
    ROW(PAUSED, CANCEL, CANCELLED, "the dispute was withdrawn or goes elsewhere"),
};
const int lifecycle_count = (int)(sizeof lifecycle / sizeof *lifecycle);

static const char *const step_names[] = {
#define X(id, name) name,
    LIFECYCLE_STEPS(X)
#undef X
};

const char *
lifecycle_step_name(enum lifecycle_step step)
{
    return step_names[step];
}

bool
lifecycle_next(enum fl_referral_state from, enum lifecycle_step step,
               enum fl_referral_state *ret_to)
{
    for (int i = 0; i < lifecycle_count; i++)
        if (lifecycle[i].from == from && lifecycle[i].step == step) {
            *ret_to = lifecycle[i].to;
            return true;
        }
    return false;
}

char *
lifecycle_from(enum lifecycle_step step, char ret[LIFECYCLE_ARRAY])
{
    char *end = ret;
    *end++ = '{';
    for (int i = 0; i < lifecycle_count; i++) {
        if (lifecycle[i].step != step)
            continue;
        if (end > ret + 1)
            *end++ = ',';
        const char *name = fl_word(&fl_referral_states, (int)lifecycle[i].from);
        size_t len = strlen(name);
        memcpy(end, name, len);
        end += len;
    }
    *end++ = '}';
    *end = 0;
    return ret;
}

const char *
lifecycle_to(enum lifecycle_step step)
{
    int to = -1;
    for (int i = 0; i < lifecycle_count; i++) {
        if (lifecycle[i].step != step)
            continue;
        if (to >= 0 && to != (int)lifecycle[i].to)
            return NULL;
        to = (int)lifecycle[i].to;
    }
    return fl_word(&fl_referral_states, to);
}

void
lifecycle_print(FILE *out)
{
    for (int i = 0; i < lifecycle_count; i++)
        fprintf(out, "%-9s  %-8s  %-9s  %s\n", fl_word(&fl_referral_states, (int)lifecycle[i].from),
                step_names[lifecycle[i].step], fl_word(&fl_referral_states, (int)lifecycle[i].to),
                lifecycle[i].why);
}
