/* A bounded run of the fuzzing of narratives (tests/fuzz/fuzz_text.c). */
#define FENLIU_IN_UNIT
#include "tests/fuzz/fuzz_text.c"

#include "tests/suite.h"

enum { INPUTS = 5000 };

START_TEST(mutated_narratives_break_no_promise)
{
    struct fuzz_texts texts;
    ck_assert_int_eq(open_texts(&texts), 0);
    const char *broken = fuzz_text_run(&texts, 2021, INPUTS);
    ck_assert_msg(!broken, "broken: %s", broken);
    ck_assert_msg(texts.read > INPUTS / 2 && texts.read < INPUTS,
                  "the mutations are too tame or too wild: %ld of %ld read", texts.read,
                  texts.inputs);
    close_texts(&texts);
}
END_TEST

SUITE(fuzz_text, "fuzzing of narratives", mutated_narratives_break_no_promise)
