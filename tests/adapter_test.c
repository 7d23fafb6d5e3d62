/* The channels as tables: whole, consistent, and the same in the database's view of outcomes. */
#include <stdio.h>
#include <string.h>

#include "engine/config.h"
#include "engine/pg/migrate.h"
#include "fenliu/adapter.h"
#include "tests/suite.h"

START_TEST(every_channel_but_outside_has_one_adapter)
{
    for (int channel = 0; channel < FL_CHANNEL__COUNT; channel++) {
        int n = 0;
        for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
            n += (int)(*a)->channel == channel;
        ck_assert_msg(n == (channel != FL_CHANNEL_OUTSIDE), "%s has %d adapters",
                      fl_word(&fl_channels, channel), n);
    }
    ck_assert_ptr_null(fl_adapter_of(FL_CHANNEL_OUTSIDE));
}
END_TEST

START_TEST(every_desk_is_a_key_of_the_configuration)
{
    static const char *const keys[] = {
#define X(member, type, def, min, max, reload, en, zh) #member,
        CONFIG_KEYS(X)
#undef X
    };
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        bool found = false;
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            found |= strcmp(keys[i], (*a)->desk) == 0;
        ck_assert_msg(found, "no key %s", (*a)->desk);
    }
}
END_TEST

START_TEST(every_outcome_belongs_to_a_channel_and_stands_there_once)
{
    for (int outcome = 0; outcome < FL_OUTCOME__COUNT; outcome++) {
        int channels = 0;
        for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
            int n = 0;
            for (const struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++)
                n += (int)row->outcome == outcome;
            ck_assert_int_le(n, 1);
            channels += n;
        }
        ck_assert_msg(channels > 0, "%s belongs nowhere", fl_word(&fl_outcomes, outcome));
    }
}
END_TEST

START_TEST(a_reason_that_is_needed_has_codes_or_words)
{
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        for (const struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++)
            if (row->outcome == FL_OUTCOME_FAILED)
                ck_assert(row->needs_reason && fl_adapter_has_reasons(*a, row->outcome));
        for (const struct fl_end_reason *r = (*a)->reasons; r && r->code; r++)
            for (int outcome = 0; outcome < FL_OUTCOME__COUNT; outcome++)
                if (r->outcomes & 1u << outcome)
                    ck_assert_msg(fl_adapter_outcome(*a, (enum fl_outcome)outcome) != NULL,
                                  "%s is a reason of an outcome of another channel", r->code);
    }
}
END_TEST

START_TEST(every_procedure_belongs_to_one_channel)
{
    for (int procedure = 0; procedure < FL_PROCEDURE__COUNT; procedure++) {
        int n = 0;
        for (int channel = 0; channel < FL_CHANNEL__COUNT; channel++)
            n += fl_channel_procedure((enum fl_channel)channel, (enum fl_procedure)procedure) !=
                 NULL;
        ck_assert_msg(n == 1, "%s belongs to %d channels", fl_word(&fl_procedures, procedure), n);
    }
}
END_TEST

START_TEST(the_fast_track_is_open_to_four_procedures_of_the_court)
{
    int open = 0;
    for (int channel = 0; channel < FL_CHANNEL__COUNT; channel++)
        for (int procedure = 0; procedure < FL_PROCEDURE__COUNT; procedure++) {
            const struct fl_procedure_row *row =
                fl_channel_procedure((enum fl_channel)channel, (enum fl_procedure)procedure);
            if (!row || !row->fast_track)
                continue;
            ck_assert_int_eq(channel, FL_CHANNEL_COURT);
            open++;
        }
    ck_assert_int_eq(open, 4);
}
END_TEST

/* The statistics know the outcomes by a view of their own; each row of an adapter must stand in it.
 */
START_TEST(the_view_of_outcomes_says_what_the_adapters_say)
{
    const char *sql = NULL;
    for (const struct migration *m = analyst_scripts; m->version; m++)
        if (strstr(m->sql, "CREATE VIEW stats.outcome"))
            sql = strstr(m->sql, "CREATE VIEW stats.outcome");
    ck_assert_ptr_nonnull(sql);
    size_t len = (size_t)(strchr(sql, ';') - sql);
    int rows = 0, lines = 0;
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        for (const struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++) {
            char line[256];
            snprintf(line, sizeof line, "('%s', '%s', %s, %s, '%s')",
                     fl_word(&fl_channels, (int)(*a)->channel),
                     fl_word(&fl_outcomes, (int)row->outcome), row->counts ? "true" : "false",
                     row->succeeded ? "true" : "false", row->zh);
            ck_assert_msg(memmem(sql, len, line, strlen(line)) != NULL, "stats.outcome lacks %s",
                          line);
            rows++;
        }
    for (const char *s = sql; s < sql + len; s++)
        lines += *s == '\n';
    ck_assert_int_eq(rows, lines);
}
END_TEST

SUITE(adapter, "channels", every_channel_but_outside_has_one_adapter,
      every_desk_is_a_key_of_the_configuration,
      every_outcome_belongs_to_a_channel_and_stands_there_once,
      a_reason_that_is_needed_has_codes_or_words, every_procedure_belongs_to_one_channel,
      the_fast_track_is_open_to_four_procedures_of_the_court,
      the_view_of_outcomes_says_what_the_adapters_say)
