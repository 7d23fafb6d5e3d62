/* Text, Markdown, HTML: each a table of what stands around a line of each kind. */
#include "engine/document/document_write.h"

#include <string.h>

const char *const document_forms[DOCUMENT__COUNT] = {"text", "markdown", "html"};

/* --- what stands around a line --- */

struct around {
    const char *before, *after;
};
static const struct around kinds[DOCUMENT__COUNT][LINE_BLANK] = {
    [DOCUMENT_TEXT] =
        {
                         [LINE_TEXT] = {"", "\n"},
                         [LINE_TITLE] = {"        ", "\n\n"},
                         [LINE_HEADING] = {"\n", "\n"},
                         [LINE_BULLET] = {"  - ", "\n"},
                         [LINE_ROW] = {"  ", "\n"},
                         [LINE_SIGNED] = {"                    ", "\n"},
                         },
    [DOCUMENT_MARKDOWN] =
        {
                         [LINE_TEXT] = {"", "\n\n"},
                         [LINE_TITLE] = {"# ", "\n\n"},
                         [LINE_HEADING] = {"## ", "\n\n"},
                         [LINE_BULLET] = {"- ", "\n"},
                         [LINE_ROW] = {"| ", " |\n"},
                         [LINE_SIGNED] = {"", "\n\n"},
                         },
    [DOCUMENT_HTML] =
        {
                         [LINE_TEXT] = {"<p>", "</p>\n"},
                         [LINE_TITLE] = {"<h1>", "</h1>\n"},
                         [LINE_HEADING] = {"<h2>", "</h2>\n"},
                         [LINE_BULLET] = {"<li>", "</li>\n"},
                         [LINE_ROW] = {"<tr><th>", "</td></tr>\n"},
                         [LINE_SIGNED] = {"<p class=\"signed\">", "</p>\n"},
                         },
};
static const struct around groups[DOCUMENT__COUNT][LINE_BLANK] = {
    [DOCUMENT_TEXT] = {[LINE_BULLET] = {"", ""},              [LINE_ROW] = {"", ""}                    },
    [DOCUMENT_MARKDOWN] = {[LINE_BULLET] = {"", "\n"},            [LINE_ROW] = {"| | |\n|---|---|\n", "\n"}},
    [DOCUMENT_HTML] =
        {[LINE_BULLET] = {"<ul>\n", "</ul>\n"}, [LINE_ROW] = {"<table>\n", "</table>\n"} },
};

/* --- escaping --- */

static const struct {
    char c;
    const char *html;
} entities[] = {
    {'<',  "&lt;"  },
    {'>',  "&gt;"  },
    {'&',  "&amp;" },
    {'"',  "&quot;"},
    {'\'', "&#39;" },
};

static const char *
entity_of(char c)
{
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (entities[i].c == c)
            return entities[i].html;
    return NULL;
}

/* Control characters, also those of the second page (U+0080 … U+009F), are a space: no value steers a terminal. */
static void
put_safe(const struct document *d, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool c1 = c == 0xC2 && i + 1 < len && (unsigned char)text[i + 1] >= 0x80 &&
                  (unsigned char)text[i + 1] < 0xA0;
        const char *entity = d->form == DOCUMENT_HTML ? entity_of((char)c) : NULL;
        if (c < 0x20 || c == 0x7F || c1) {
            buf_char(d->buf, ' ');
            i += c1;
        } else if (entity) {
            buf_text(d->buf, entity);
        } else {
            if (d->form == DOCUMENT_MARKDOWN && strchr("\\`*_[]<>|#", (char)c))
                buf_char(d->buf, '\\');
            buf_char(d->buf, (char)c);
        }
    }
}

/* "label | value |": the mark between them belongs to the template, so the first one counts. */
static void
put_row(const struct document *d, const char *text, size_t len)
{
    const char *bar = memchr(text, '|', len), *value = bar ? bar + 1 : text + len;
    size_t label = (size_t)((bar ? bar : text + len) - text), rest = len - (size_t)(value - text);
    while (label && text[label - 1] == ' ')
        label--;
    while (rest && *value == ' ') {
        value++;
        rest--;
    }
    while (rest && (value[rest - 1] == ' ' || value[rest - 1] == '|'))
        rest--;
    put_safe(d, text, label);
    buf_text(d->buf, d->form == DOCUMENT_HTML       ? "</th><td>"
                     : d->form == DOCUMENT_MARKDOWN ? " | "
                     : d->chinese                   ? "："
                                                    : ": ");
    put_safe(d, value, rest);
}

/* --- lines --- */

static void
set_group(struct document *d, enum line_kind kind)
{
    enum line_kind group = kind == LINE_BULLET || kind == LINE_ROW ? kind : LINE_TEXT;
    if (group == d->group)
        return;
    if (d->group != LINE_TEXT)
        buf_text(d->buf, groups[d->form][d->group].after);
    if (group != LINE_TEXT)
        buf_text(d->buf, groups[d->form][group].before);
    d->group = group;
}

void
document_line(struct document *d, enum line_kind kind, const char *text)
{
    set_group(d, kind);
    if (kind >= LINE_BLANK) {
        if (d->form == DOCUMENT_TEXT)
            buf_char(d->buf, '\n');
        return;
    }
    const struct around *around = &kinds[d->form][kind];
    if (kind == LINE_ROW) { /* a table keeps a text of several lines in its cell */
        buf_text(d->buf, around->before);
        put_row(d, text, strlen(text));
        buf_text(d->buf, around->after);
        return;
    }
    do {
        size_t len = strcspn(text, "\n");
        buf_text(d->buf, around->before);
        put_safe(d, text, len);
        buf_text(d->buf, around->after);
        text += len + (text[len] == '\n');
    } while (*text);
}

void
document_begin(struct document *d, const char *title, const char *style)
{
    d->group = LINE_TEXT;
    if (d->form != DOCUMENT_HTML)
        return;
    buf_print(d->buf,
              "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
              d->chinese ? "zh-CN" : "en");
    put_safe(d, title, strlen(title));
    buf_print(d->buf, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
}

void
document_end(struct document *d)
{
    set_group(d, LINE_TEXT);
    if (d->form == DOCUMENT_HTML)
        buf_text(d->buf, "</body>\n</html>\n");
}
