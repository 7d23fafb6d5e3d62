/* What the commands that call fenliud have in common: where, as whom, and how the answer is shown.
 */
#ifndef ENGINE_REMOTE_H
#define ENGINE_REMOTE_H

#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/cli/options.h"
#include "fenliu/client.h"

enum { REMOTE_TIMEOUT_MS = 15000 };

struct remote {
    const char *url, *token_file, *state, *court;
    struct fl_tls tls;
    bool json;
    struct fl_client *client;
    char *token;
};

/* The rows of --url, --token-file, --state-dir, --tls-ca, --tls-cert, --tls-key, --court and --json for a table of options. */
/* clang-format off */
#define REMOTE_OPTIONS(r)                                                                          \
    {"url", "URL", OPTION_TEXT, &(r).url, 0, 0, "服务地址；缺省取FENLIU_URL，再取标准端口",        \
     "where fenliud listens; default: FENLIU_URL, else the standard port"},                        \
    {"token-file", "FILE", OPTION_TEXT, &(r).token_file, 0, 0,                                     \
     "令牌文件；缺省取FENLIU_TOKEN_FILE，再取状态目录tokens下的",                                  \
     "file with the token; default: FENLIU_TOKEN_FILE, then <state>/tokens/ROLE"},                 \
    {"state-dir", "DIR", OPTION_TEXT, &(r).state, 0, 0,                                            \
     "本机服务的状态目录，取其中的令牌；缺省取FENLIU_STATE，再取标准目录",                         \
     "state folder of the server on this machine, for its tokens; default: FENLIU_STATE"},         \
    {"tls-ca", "FILE", OPTION_TEXT, &(r).tls.ca, 0, 0, "签发机构证书；缺省取FENLIU_TLS_CA",        \
     "certificate of the authority, for tls+tcp://; default: FENLIU_TLS_CA"},                      \
    {"tls-cert", "FILE", OPTION_TEXT, &(r).tls.cert, 0, 0, "本端证书；缺省取FENLIU_TLS_CERT",      \
     "own certificate; default: FENLIU_TLS_CERT"},                                                 \
    {"tls-key", "FILE", OPTION_TEXT, &(r).tls.key, 0, 0, "本端私钥；缺省取FENLIU_TLS_KEY",         \
     "own private key; default: FENLIU_TLS_KEY"},                                                  \
    {"court", "CODE", OPTION_TEXT, &(r).court, 0, 0, "法院（六位区划代码）",                       \
     "court, six digits; default: that of the server"},                                            \
    {"json", NULL, OPTION_FLAG, &(r).json, 0, 0, "输出JSON", "print the answer as JSON"}
/* clang-format on */

/* The address: --url, FENLIU_<NAME>_URL (FENLIU_MEDIATION_URL), FENLIU_URL, else the standard one.
 * name is "intake" or a desk; NULL when there is no such endpoint. */
const char *remote_url(const struct remote *remote, const char *name);

/* The same without the standard address: NULL when nobody named one. */
const char *remote_url_given(const struct remote *remote, const char *name);

/* FL_E_USAGE for an address without a scheme, with the one that is probably meant. */
int remote_check_url(const char *url, struct fl_error *err);

/* The certificates: what the options name, else FENLIU_TLS_CA, FENLIU_TLS_CERT, FENLIU_TLS_KEY. */
struct fl_tls remote_tls(const struct remote *remote);

/* The token for a method at an endpoint, or NULL; the caller frees it. --token-file, FENLIU_TOKEN_FILE, else the file
 * that an embedded start wrote for the first role that holds the right: <state>/tokens/<role>, where the state folder
 * is --state-dir, FENLIU_STATE or the usual one. */
int remote_token(const struct remote *remote, const char *name, const char *method, char **ret,
                 struct fl_error *err);

/* Connects to an endpoint, with the token for the method that will be called. */
int remote_open(struct remote *remote, const char *name, const char *method, int timeout_ms,
                struct fl_error *err);
void remote_close(struct remote *remote);

/* Params in the making: the object is open, court is in it; `changes` adds a fresh request_id. */
void remote_params(const struct remote *remote, bool changes, struct buf *params);

/* Ends params, calls, and parses the result; the caller deletes *ret. */
int remote_call(struct remote *remote, const char *method, struct buf *params, cJSON **ret,
                struct fl_error *err);

/* The answer as indented JSON on stdout. */
void remote_print_json(const cJSON *node);

/* The whole of a command that asks once at intake: connects with the token for the method `as`, calls, and prints the
 * answer as JSON or as `show` writes it. Gives params and connection back. The exit code. */
typedef void remote_show(struct buf *out, const cJSON *answer);
int remote_answer(struct remote *remote, const char *command, const char *as, const char *method,
                  struct buf *params, remote_show *show);

/* 32 hex digits from the system's generator. */
void random_id(char ret[33]);

/* Whether a text is a 64-bit id as it travels. */
bool is_id(const char *text);

#endif
