/* An error as JSON. */
#include "engine/base/error_write.h"

#include <string.h>

#include "engine/base/json.h"

/* A detail has a fixed size and may have been cut inside a character. */
static void
put_whole_characters(struct buf *buf, const char *key, const char *text)
{
    json_key(buf, key);
    json_text_n(buf, text, utf8_valid(text, strlen(text)));
}

void
error_write(const struct fl_error *err, struct buf *buf)
{
    error_write_instance(err, NULL, buf);
}

void
error_write_instance(const struct fl_error *err, const char *instance, struct buf *buf)
{
    const struct fl_code_info *info = &fl_codes[err->code];

    json_object(buf);
    json_put_int(buf, "code", info->rpc);
    json_put_text(buf, "message", info->title);
    json_key(buf, "data");
    json_object(buf);
    json_put_text(buf, "type", info->type);
    json_put_text(buf, "title", info->title);
    put_whole_characters(buf, "detail", err->detail);
    if (instance)
        json_put_text(buf, "instance", instance);
    if (err->n_faults) {
        json_key(buf, "errors");
        json_array(buf);
        for (int i = 0; i < err->n_faults; i++) {
            json_object(buf);
            json_put_text(buf, "pointer", err->faults[i].pointer);
            put_whole_characters(buf, "detail", err->faults[i].detail);
            json_object_end(buf);
        }
        json_array_end(buf);
    }
    if (err->n_faults_more)
        json_put_int(buf, "errors_more", err->n_faults_more);
    if (err->retry_after_ms)
        json_put_int(buf, "retry_after_ms", err->retry_after_ms);
    json_object_end(buf);
    json_object_end(buf);
}
