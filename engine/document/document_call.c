/* Language, form, answer. */
#include "engine/document/document_call.h"

#include <string.h>

int
document_wish_read(const struct call *call, struct document_wish *ret, struct fl_error *err)
{
    const char *lang = call_text(call, "lang"), *format = call_text(call, "format");
    int form = format ? 0 : DOCUMENT_TEXT;
    struct faults faults;
    faults_init(&faults, call->arena);
    if (lang && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
        faults_add(&faults, "/params/lang", "zh or en");
    while (format && form < DOCUMENT__COUNT && strcmp(format, document_forms[form]) != 0)
        form++;
    if (form == DOCUMENT__COUNT)
        faults_add(&faults, "/params/format", "text, markdown or html");
    ret->chinese = !lang || strcmp(lang, "zh") == 0;
    ret->form = (enum document_form)form;
    return faults_result(&faults, err);
}

int
document_answer(const struct call *call, const struct document_wish *wish, enum document_kind kind,
                const struct buf *values, struct buf *result, struct fl_error *err)
{
    struct buf text = {0};
    JSON_AUTO parsed = NULL;
    if (json_parse(values->data, values->len, &parsed, err))
        return err->code;
    documents_write(call->engine->documents, kind, wish->chinese, wish->form, parsed, &text);
    json_put_text(result, "lang", wish->chinese ? "zh" : "en");
    json_put_text(result, "format", document_forms[wish->form]);
    json_put_text(result, "document", text.data);
    buf_done(&text);
    return 0;
}
