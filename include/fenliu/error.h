/* One list of codes for everything that can go wrong, and the one shape of an error.
 *
 * The place that fails fills the error once; wire, log and terminal show that text. Functions return 0 or
 * the code (which is also err->code) and write their outputs only on success. */
#ifndef FENLIU_ERROR_H
#define FENLIU_ERROR_H

#include <stddef.h>

/* X(ID, json_rpc_code, "type", "title", "中文") */
#define FL_CODES(X)                                                                                \
    X(PARSE, -32700, "parse_error", "the message is not JSON", "报文不是有效的JSON")               \
    X(INVALID_REQUEST, -32600, "invalid_request", "not a JSON-RPC 2.0 request",                    \
      "不是JSON-RPC 2.0请求")                                                                      \
    X(NO_METHOD, -32601, "method_not_found", "no such method here", "此处没有该方法")              \
    X(INVALID_PARAMS, -32602, "invalid_params", "the input breaks a rule", "输入不符合规定")       \
    X(INTERNAL, -32603, "internal_error", "an error of ours", "系统内部错误")                      \
    X(UNAVAILABLE, -32001, "unavailable", "the database is away; nothing was kept",                \
      "数据库不可用，未保存任何内容")                                                              \
    X(UNCERTAIN, -32001, "unavailable",                                                            \
      "the database went away at the moment of keeping; ask again with the same key",              \
      "保存时数据库中断，结果未知，请用同一编号重试")                                              \
    X(OVERLOADED, -32002, "overloaded", "the queue is full; nothing was kept",                     \
      "队列已满，未保存任何内容")                                                                  \
    X(UNAUTHENTICATED, -32003, "unauthenticated", "who is calling is not known", "身份未知")       \
    X(FORBIDDEN, -32004, "forbidden", "the caller lacks a right", "无此权限")                      \
    X(NOT_FOUND, -32005, "not_found", "there is no such thing", "未找到")                          \
    X(CONFLICT, -32006, "conflict", "the present state does not allow this step",                  \
      "当前状态不允许此步骤")                                                                      \
    X(TOO_LARGE, -32007, "too_large", "beyond a named limit", "超出限制")                          \
    X(KEY_REUSED, -32008, "key_reused", "the same key with other content",                         \
      "同一编号对应的内容不同")                                                                    \
    X(USAGE, -32090, "usage", "the command line is wrong", "命令用法错误")                         \
    X(CONFIG, -32091, "config", "the configuration is wrong", "配置错误")                          \
    X(POLICY, -32092, "policy", "the policy is wrong", "分流规则有误")                             \
    X(DATABASE, -32093, "database", "a statement failed", "数据库语句失败")                        \
    X(IO, -32094, "io", "a file or socket failed", "文件或网络错误")                               \
    X(MEMORY, -32095, "memory", "out of memory", "内存不足")

enum fl_code {
    FL_OK = 0,
#define X(id, rpc, type, title, zh) FL_E_##id,
    FL_CODES(X)
#undef X
        FL_CODE__COUNT
};

struct fl_code_info {
    int rpc;
    const char *type, *title, *zh;
};
extern const struct fl_code_info fl_codes[FL_CODE__COUNT];

/* One fault of an input: a JSON pointer (RFC 6901) and a sentence. Strings live in the arena of the
 * message that had the fault. */
struct fl_fault {
    const char *pointer;
    const char *detail;
};

struct fl_error {
    enum fl_code code;
    char detail[512];              /* one sentence; never personal data */
    char sqlstate[6];              /* "" unless PostgreSQL said so */
    int retry_after_ms;            /* 0: not said */
    const struct fl_fault *faults; /* in the arena of the message; NULL when there are none */
    int n_faults;                  /* listed */
    int n_faults_more;             /* beyond FL_MAX_FAULTS */
};

/* Fills err (which may be NULL) and returns the code, so that a failing place is one line:
 * return fl_fail(err, FL_E_NOT_FOUND, "no case %s", id); */
int fl_fail(struct fl_error *err, enum fl_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
