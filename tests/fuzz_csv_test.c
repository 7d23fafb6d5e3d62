/* A bounded run of the fuzzing of comma-separated values (tests/fuzz/fuzz_csv.c). */
#define FENLIU_IN_UNIT
#include "tests/fuzz/fuzz_csv.c"

#include "tests/suite.h"

enum { INPUTS = 5000 };

START_TEST(mutated_files_break_no_promise)
{
    struct fuzz_files files = {0};
    const char *broken = fuzz_csv_run(&files, 2021, INPUTS);
    ck_assert_msg(!broken, "broken: %s", broken);
    ck_assert_msg(files.records > INPUTS && files.refused > INPUTS,
                  "the mutations are too tame or too wild: %ld records, %ld refused", files.records,
                  files.refused);
}
END_TEST

SUITE(fuzz_csv, "fuzzing of comma-separated values", mutated_files_break_no_promise)
