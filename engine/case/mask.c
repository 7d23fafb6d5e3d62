/* How personal data is shown to those who do not need it. */
#include <string.h>

#include "engine/case/case_read.h"

enum { ID_SHOWN = 4 };

/* The bytes of the first character of valid UTF-8. */
static size_t
first_character(const char *text)
{
    size_t len = text[0] != 0;

    while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
        len++;
    return len;
}

void
mask_name(const char *name, struct buf *buf)
{
    /* one star whatever the length, since the length of a name narrows down who it is */
    if (name)
        buf_put(buf, name, first_character(name));
    buf_char(buf, '*');
}

void
mask_id_no(const char *id_no, struct buf *buf)
{
    size_t len = id_no ? strlen(id_no) : 0;

    for (size_t i = 0; i < len; i++) {
        int shown = len > 2 * ID_SHOWN && (i < ID_SHOWN || i >= len - ID_SHOWN);
        buf_char(buf, shown ? id_no[i] : '*');
    }
}
