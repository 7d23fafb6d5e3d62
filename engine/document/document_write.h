/* A document line by line, as text, Markdown or HTML. Values are escaped here and nowhere else. */
#ifndef ENGINE_DOCUMENT_WRITE_H
#define ENGINE_DOCUMENT_WRITE_H

#include "engine/document/template.h"

enum line_kind {
    LINE_TEXT, /* a paragraph */
    LINE_TITLE,
    LINE_HEADING,
    LINE_BULLET,
    LINE_ROW, /* "label | value |" */
    LINE_SIGNED,
    LINE_BLANK,
    LINE_EACH,
    LINE_IF,
    LINE_UNLESS,
    LINE_END
};

struct document {
    enum document_form form;
    bool chinese;
    struct buf *buf;
    enum line_kind group; /* LINE_BULLET, LINE_ROW: a list or a table is open; else LINE_TEXT */
};

void document_begin(struct document *document, const char *title, const char *style);
/* A text of several lines becomes several of its kind. */
void document_line(struct document *document, enum line_kind kind, const char *text);
void document_end(struct document *document);

#endif
