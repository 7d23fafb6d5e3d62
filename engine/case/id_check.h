/* The numbers that a party is known by, and their check digits.
 *
 * A person: GB 11643-1999, 17 digits and a check character by ISO 7064 MOD 11-2; digits 7 to 14 are
 * the day of birth. An organisation: GB 32100-2015, 17 characters of an alphabet without I, O, S,
 * V, Z and a check character by weights 3^i mod 31. */
#ifndef ENGINE_ID_CHECK_H
#define ENGINE_ID_CHECK_H

#include "fenliu/case.h"

/* NULL when the number is sound, else a short English sentence that names the broken rule and never
 * quotes the number. A lower-case x is taken for X. latest: the last day a person can be born on;
 * FL_NO_DAY: any. */
const char *id_check_person(const char *number, fl_day latest);
const char *id_check_organisation(const char *number);

/* The check character that belongs to 17 leading characters, or 0 when one of them is not allowed.
 */
char id_person_check_digit(const char *first17);
char id_organisation_check_digit(const char *first17);

#endif
