/* fenliu call: one method as it is, for scripts and for looking around. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"
#include "fenliu/limits.h"

enum { LONG_POLL_MS = FL_MAX_WAIT_MS + REMOTE_TIMEOUT_MS };

/* The object that was given, and the court of --court unless it names one itself. */
static void
params_write(const cJSON *doc, const char *court, struct buf *ret)
{
    json_object(ret);
    if (court && !json_get(doc, "court"))
        json_put_text(ret, "court", court);
    for (const cJSON *member = doc->child; member; member = member->next) {
        json_key(ret, member->string);
        json_write(member, ret);
    }
    json_object_end(ret);
}

static int
params_read(const char *given, const char *court, struct buf *ret, struct fl_error *err)
{
    JSON_AUTO doc = NULL;
    struct buf text = {0};
    char piece[4096];
    size_t n;
    int code;

    if (given && strcmp(given, "-") == 0)
        while (text.len <= FL_MAX_MESSAGE && (n = fread(piece, 1, sizeof piece, stdin)))
            buf_put(&text, piece, n);
    else
        buf_text(&text, given ? given : "{}");
    code = json_parse(text.data ? text.data : "", text.len, &doc, err);
    buf_done(&text);
    if (code || !cJSON_IsObject(doc))
        return fl_fail(err, FL_E_USAGE, "%s", say("参数应为JSON对象", "params are a JSON object"));
    params_write(doc, court, ret);
    return 0;
}

/* A method of the desks needs to be told which desk. */
static const char *
endpoint_of(const char *method, const char *desk)
{
    bool desks = strncmp(method, "desk.", 5) == 0 || strncmp(method, "agreement.", 10) == 0;

    return desk ? desk : desks ? NULL : "intake";
}

int
cmd_call(int argc, char **argv)
{
    struct remote remote = {0};
    const char *desk = NULL, *endpoint, *result;
    const struct option_row options[] = {
        REMOTE_OPTIONS(remote),
        {"desk",       "DESK", OPTION_TEXT, &desk, 0, 0, "向哪个工作台调用；缺省为立案接入端点",
                  "the desk to call; default: intake"},
        {0},
    };
    const struct usage usage = {
        "call",
        "METHOD [JSON]",
        1,
        2,
        "调用一个方法并显示结果；参数为JSON对象，“-”表示从标准输入读取。",
        "Calls a method and shows the result; the params are a JSON object, \"-\" reads "
        "them from standard input.",
        options};
    struct fl_error err = {0};
    struct buf params = {0};
    JSON_AUTO doc = NULL;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    endpoint = endpoint_of(argv[1], desk);
    if (!endpoint && !remote.url)
        return command_misused("call", "%s",
                               say("需要 --desk 或 --url", "--desk or --url is needed"));
    code = params_read(n > 1 ? argv[2] : NULL, remote.court, &params, &err);
    if (!code)
        code = remote_open(&remote, endpoint ? endpoint : "mediation", argv[1], LONG_POLL_MS, &err);
    if (!code)
        code = fl_client_call(remote.client, argv[1], params.data, &result, &err);
    if (!code)
        code = json_parse(result, strlen(result), &doc, &err);
    if (code) {
        if (remote.json && remote.client && fl_client_error(remote.client))
            puts(fl_client_error(remote.client));
        code = command_failed("call", &err);
    } else {
        if (remote.json)
            puts(result);
        else
            remote_print_json(doc);
        code = command_done("call", EXIT_DONE);
    }
    remote_close(&remote);
    buf_done(&params);
    return code;
}
