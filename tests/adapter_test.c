/* The channels as tables: whole and consistent. */
#include <stdio.h>
#include <string.h>

#include "engine/config.h"
#include "engine/base/words.h"
#include "fenliu/adapter.h"
#include "tests/suite.h"

START_TEST(every_channel_but_outside_has_one_adapter)
{
    for (int channel = 0; channel < fl_channels.count; channel++) {
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
    struct config config;
    struct fl_error err;
    char text[128];
    config_init(&config);
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        ck_assert_str_eq(config.desk[(*a)->channel], (*a)->url);
        snprintf(text, sizeof text, "%s=inproc://x", config_desk_key(*a));
        ck_assert_msg(!config_set(&config, text, &err), "%s", err.detail);
        ck_assert_str_eq(config.desk[(*a)->channel], "inproc://x");
    }
    config_done(&config);
}
END_TEST

START_TEST(words_are_found_by_number_and_numbers_by_word_and_new_ones_have_limits)
{
    const struct {
        struct fl_vocab *vocab;
        int max;
    } lists[] = {
        {&fl_channels,   FL_MAX_CHANNELS  },
        {&fl_procedures, FL_MAX_PROCEDURES},
        {&fl_outcomes,   FL_MAX_OUTCOMES  }
    };
    static char names[FL_MAX_PROCEDURES + 1][16];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        ck_assert_int_eq(words_add(lists[i].vocab, "no_term", NULL), -1);
        for (int n = 0; lists[i].vocab->count < lists[i].max; n++) {
            snprintf(names[n], sizeof names[n], "word_%d", n);
            int number = words_add(lists[i].vocab, names[n], "词");
            ck_assert_int_eq(number, lists[i].vocab->count - 1);
            ck_assert_int_eq(words_add(lists[i].vocab, names[n], "词"), number);
            ck_assert_int_eq(fl_word_find(lists[i].vocab, names[n], strlen(names[n])), number);
            ck_assert_str_eq(fl_word(lists[i].vocab, number), names[n]);
        }
        ck_assert_int_eq(words_add(lists[i].vocab, "one_too_many", "词"), -1);
    }
}
END_TEST

START_TEST(every_outcome_belongs_to_a_channel_and_stands_there_once)
{
    for (int outcome = 0; outcome < fl_outcomes.count; outcome++) {
        int channels = 0;
        for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
            int n = 0;
            for (const struct fl_outcome_row *row = (*a)->outcomes; row->zh; row++)
                n += (int)row->outcome == outcome &&
                     strcmp(row->name, fl_word(&fl_outcomes, outcome)) == 0;
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
            for (int outcome = 0; outcome < fl_outcomes.count; outcome++)
                if (r->outcomes & 1u << outcome)
                    ck_assert_msg(fl_adapter_outcome(*a, (enum fl_outcome)outcome) != NULL,
                                  "%s is a reason of an outcome of another channel", r->code);
    }
}
END_TEST

START_TEST(every_procedure_belongs_to_one_channel)
{
    for (int procedure = 0; procedure < fl_procedures.count; procedure++) {
        int n = 0;
        for (int channel = 0; channel < fl_channels.count; channel++)
            n += fl_channel_procedure((enum fl_channel)channel, (enum fl_procedure)procedure) !=
                 NULL;
        ck_assert_msg(n == 1, "%s belongs to %d channels", fl_word(&fl_procedures, procedure), n);
    }
}
END_TEST

START_TEST(the_fast_track_is_open_to_four_procedures_of_the_court)
{
    int open = 0;
    for (int channel = 0; channel < fl_channels.count; channel++)
        for (int procedure = 0; procedure < fl_procedures.count; procedure++) {
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

SUITE(adapter, "channels", every_channel_but_outside_has_one_adapter,
      every_desk_is_a_key_of_the_configuration,
      every_outcome_belongs_to_a_channel_and_stands_there_once,
      a_reason_that_is_needed_has_codes_or_words, every_procedure_belongs_to_one_channel,
      the_fast_track_is_open_to_four_procedures_of_the_court,
      words_are_found_by_number_and_numbers_by_word_and_new_ones_have_limits)
