/* Identity numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015). */
#include "engine/case/id_check.h"

#include <stdbool.h>
#include <string.h>

#include "engine/base/day.h"

enum { NUMBER_LENGTH = 18, BIRTH_AT = 6, DIVISION_AT = 2, DIVISION_LENGTH = 6 };

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

char
id_person_check_digit(const char *first17)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    for (int i = 0; i < NUMBER_LENGTH - 1; i++) {
        if (!is_digit(first17[i]))
            return 0;
        sum += (first17[i] - '0') * weights[i];
    }
    return "10X98765432"[sum % 11];
}

char
id_organisation_check_digit(const char *first17)
{
    static const int weights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    int sum = 0;

    for (int i = 0; i < NUMBER_LENGTH - 1; i++) {
        const char *at = first17[i] ? strchr(credit_alphabet, first17[i]) : NULL;
        if (!at)
            return 0;
        sum += (int)(at - credit_alphabet) * weights[i];
    }
    return credit_alphabet[(31 - sum % 31) % 31];
}

static bool
birth_day(const char *number, fl_day *ret)
{
    char text[11];

    memcpy(text, number + BIRTH_AT, 4);
    text[4] = '-';
    memcpy(text + 5, number + BIRTH_AT + 4, 2);
    text[7] = '-';
    memcpy(text + 8, number + BIRTH_AT + 6, 2);
    text[10] = 0;
    return day_parse(text, 10, ret);
}

const char *
id_check_person(const char *number, fl_day latest)
{
    char check, last;
    fl_day born;

    if (strlen(number) != NUMBER_LENGTH)
        return "an identity number has 18 characters (GB 11643)";
    check = id_person_check_digit(number);
    last = number[NUMBER_LENGTH - 1];
    if (!check || !(is_digit(last) || last == 'X' || last == 'x'))
        return "an identity number is 17 digits and a digit or X (GB 11643)";
    if (number[0] == '0')
        return "an identity number starts with a division code, which has no leading zero (GB "
               "11643)";
    if (!birth_day(number, &born))
        return "the day of birth in the identity number does not exist (GB 11643)";
    if (latest != FL_NO_DAY && born > latest)
        return "the day of birth in the identity number is after the day of filing";
    if (check != (last == 'x' ? 'X' : last))
        return "the check digit of the identity number is wrong (GB 11643)";
    return NULL;
}

const char *
id_check_organisation(const char *number)
{
    char check;

    if (strlen(number) != NUMBER_LENGTH)
        return "a credit code has 18 characters (GB 32100)";
    check = id_organisation_check_digit(number);
    if (!check || !strchr(credit_alphabet, number[NUMBER_LENGTH - 1]))
        return "a credit code is made of digits and capitals without I, O, S, V, Z (GB 32100)";
    for (int i = DIVISION_AT; i < DIVISION_AT + DIVISION_LENGTH; i++)
        if (!is_digit(number[i]))
            return "characters 3 to 8 of a credit code are a division code (GB 32100)";
    if (check != number[NUMBER_LENGTH - 1])
        return "the check digit of the credit code is wrong (GB 32100)";
    return NULL;
}
