/* Numbers as people write them: 32000.50, 32,000, 3.2万, 3万2, 三万二千, 两百五, 壹拾万, 二〇二〇. */
#ifndef ENGINE_FIND_NUMBER_H
#define ENGINE_FIND_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/text/text.h"

#define NUMBER_ONE INT64_C(10000) /* values are in ten-thousandths */

struct number {
    int from, to;  /* characters of the text, `to` not included */
    int64_t value; /* in 1/NUMBER_ONE */
    bool whole;    /* no fraction */
    bool scaled;   /* 万, 千, 亿 … were part of it */
    bool digits;   /* a mere row of digits: 2020, 二〇二〇 */
    bool loose;    /* 三四百, 一二十: between two numbers */
    bool chinese;  /* no Arabic digit in it */
};

/* Whether a number can begin here; one that is the rest of a longer one cannot. */
bool number_begins(const struct text *text, int at);
/* Reads the longest number at `at`. False when there is none, or when it is beyond 10^14. */
bool number_read(const struct text *text, int at, struct number *ret);
/* 0 … 9 of a digit in any writing, -1. */
int number_digit(char16_t c);

#endif
