/* What became of an agreement: by which day it was to be performed, and what was. */
#include "engine/import/brought_parts.h"

static const struct fl_word performed_words[] = {
    [BROUGHT_NONE] = {"none",  "未履行"   },
    [BROUGHT_PART] = {"part",  "部分履行"},
    [BROUGHT_WHOLE] = {"whole", "全部履行"},
};
const struct fl_vocab brought_performed_words = {"state of performance", performed_words,
                                                 sizeof performed_words / sizeof *performed_words};

static bool
is_agreement(const struct brought_visit *v)
{
    return v->outcome &&
           (v->outcome->outcome == FL_OUTCOME_AGREED || v->outcome->outcome == FL_OUTCOME_MEDIATED);
}

/* Is anything said of it? Without an agreement that is a fault. */
static bool
is_told(const struct reading *r, const struct import_row *row, const struct brought_visit *v)
{
    static const enum import_member members[] = {IMPORT_PERFORM_BY, IMPORT_PERFORMED,
                                                 IMPORT_PERFORMED_ON};
    bool told = false;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!row->values[members[i]])
            continue;
        told = true;
        if (!is_agreement(v))
            import_fault_add(r->faults, row, members[i],
                             "only with an agreement: an outcome agreed or mediated");
    }
    return told && is_agreement(v);
}

static void
take_performed(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    int before = r->faults->n;
    int word = take_word(r, row, IMPORT_PERFORMED, &brought_performed_words);
    v->performed = word < 0 ? BROUGHT_NONE : (enum brought_performed)word;
    v->performed_at = take_moment(r, row, IMPORT_PERFORMED_ON, CONCLUDED_H);
    if (r->faults->n == before && v->performed_at != PG_NULL_NUMBER && v->performed == BROUGHT_NONE)
        import_fault_add(r->faults, row, IMPORT_PERFORMED_ON, "only with performed: part or whole");
}

void
take_performance(const struct reading *r, const struct import_row *row, struct brought_visit *v)
{
    int64_t by;
    if (!is_told(r, row, v))
        return;
    v->performance_told = true;
    by = take_moment_ahead(r, row, IMPORT_PERFORM_BY, 0);
    v->perform_by = by == PG_NULL_NUMBER ? FL_NO_DAY : moment_day(by);
    take_performed(r, row, v);
    if (v->concluded_at == PG_NULL_NUMBER)
        return;
    if (v->perform_by != FL_NO_DAY && v->perform_by < moment_day(v->concluded_at))
        import_fault_add(r->faults, row, IMPORT_PERFORM_BY,
                         "lies before the agreement (concluded_on)");
    if (v->performed_at == PG_NULL_NUMBER)
        return;
    if (moment_day(v->performed_at) < moment_day(v->concluded_at))
        import_fault_add(r->faults, row, IMPORT_PERFORMED_ON,
                         "lies before the agreement (concluded_on)");
    else if (v->performed_at < v->concluded_at) /* of one day: the hours are ours */
        v->performed_at = v->concluded_at;
}
