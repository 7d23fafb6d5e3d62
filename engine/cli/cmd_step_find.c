/* SOURCE REF in place of a case's id: asked for at intake, without the persons. */
#include <stdio.h>

#include "engine/base/lang.h"
#include "engine/cli/cmd_step.h"

int
step_find_case(const struct step_run *run, const char *source, const char *ref, char ret[32],
               struct fl_error *err)
{
    struct remote remote = run->remote;
    struct buf params = {0};
    JSON_AUTO file = NULL;

    remote_params(&remote, false, &params);
    json_put_text(&params, "source", source);
    json_put_text(&params, "ref", ref);
    json_put_bool(&params, "masked", true);
    int code = remote_open(&remote, "intake", "case.get", REMOTE_TIMEOUT_MS, err);
    if (!code)
        code = remote_call(&remote, "case.get", &params, &file, err);
    const char *id = json_str(json_get(file, "case_id"));
    if (!code && (!id || !is_id(id)))
        code = fl_fail(err, FL_E_PARSE, "%s",
                       say("回答中没有案件编号", "the answer has no id of a case"));
    if (!code)
        snprintf(ret, 32, "%s", id);
    remote_close(&remote);
    buf_done(&params);
    return code;
}
