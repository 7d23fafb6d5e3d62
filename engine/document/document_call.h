/* What calls for a document have in common: its language and form, and the answer. */
#ifndef ENGINE_DOCUMENT_CALL_H
#define ENGINE_DOCUMENT_CALL_H

#include "engine/document/documents.h"
#include "engine/serve/call.h"

struct document_wish {
    bool chinese;
    enum document_form form;
};

/* params.lang ("zh", "en"; absent: zh) and params.format ("text", "markdown", "html"; absent: text). */
int document_wish_read(const struct call *call, struct document_wish *ret, struct fl_error *err);

/* The members lang, format and document, into the object that is open; `values` is the text of an object. */
int document_answer(const struct call *call, const struct document_wish *wish,
                    enum document_kind kind, const struct buf *values, struct buf *result,
                    struct fl_error *err);

#endif
