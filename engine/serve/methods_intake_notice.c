/* case.notice: the letter to the parties (分流告知书): where the case went and why, with the articles, how long it takes, whom to
 * ask, and how to object. */
#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/document/document_call.h"
#include "engine/document/document_values.h"
#include "engine/serve/methods_intake.h"

static int
write_notice(struct call *call, int64_t id, const struct document_wish *wish,
             const struct buf *text, struct buf *result, struct fl_error *err)
{
    struct buf values = {0};
    JSON_AUTO file = NULL;
    if (json_parse(text->data, text->len, &file, err))
        return err->code;
    const struct document_source source = {call->engine->documents, call->policy, call->court, file,
                                           moment_day(call->now)};
    lang_here(wish->chinese ? "zh" : "en");
    notice_values(&source, &values);
    lang_here(NULL);
    json_object(result);
    json_put_id(result, "case_id", id);
    int code = document_answer(call, wish, DOCUMENT_NOTICE, &values, result, err);
    json_object_end(result);
    buf_done(&values);
    return code;
}

int
case_notice(struct call *call, struct buf *result, struct fl_error *err)
{
    bool whole = !call->masked && !call_bool(call, "masked", false);
    struct document_wish wish;
    struct buf text = {0};
    int64_t id;
    if (document_wish_read(call, &wish, err) || case_find(call, &id, err))
        return err->code;
    int code = case_file(call, id, whole, "case.notice", &text, err);
    if (!code)
        code = write_notice(call, id, &wish, &text, result, err);
    buf_done(&text);
    return code;
}
