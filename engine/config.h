/* The configuration: one INI file (libinih), every key a row with type, default, range and help. The
 * documentation, `fenliud --help` and deploy/fenliu.conf come from the same rows. A bad file is refused whole. */
#ifndef ENGINE_CONFIG_H
#define ENGINE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "fenliu/adapter.h"
#include "fenliu/error.h"

/* X(member, TYPE, "default", min, max, reloadable, "English help", "中文说明"). TYPE: TEXT, INT, BOOL.
 * The key in the file is the member's name. Each channel of adapters/ adds desk_<channel>, and
 * deliver_<channel> with deliver_<channel>_token where others than clerks work, after events. */
#define CONFIG_KEYS(X)                                                                                         \
    X(database, TEXT, "", 0, 0, false,                                                                         \
      "libpq connection string; empty: a private embedded cluster",                                            \
      "libpq连接串；空则自带内嵌数据库")                                                                       \
    X(state_dir, TEXT, "", 0, 0, false,                                                                        \
      "state folder; empty: $FENLIU_STATE, else /var/lib/fenliu for root, $XDG_STATE_HOME/fenliu "             \
      "for others",                                                                                            \
      "状态目录；空则取$FENLIU_STATE，再则root用/var/lib/fenliu，其他用户用$XDG_STATE_HOME/" \
      "fenliu")                                                                                                \
    X(keys_dir, TEXT, "", 0, 0, false, "folder of the key files; empty: keys in the state folder",             \
      "密钥目录；空则为状态目录下的keys")                                                                      \
    X(synthetic, BOOL, "no", 0, 0, false,                                                                      \
      "a new database is created as synthetic: demonstration data, clock may be manual",                       \
      "新建的数据库标为合成数据，可用手动时钟")                                                                \
    X(clock, TEXT, "system", 0, 0, false, "system, or manual (synthetic databases only)",                      \
      "system或manual（仅合成数据库）")                                                                        \
    X(court, TEXT, "430204", 0, 0, false, "the court meant when a call names none",                            \
      "调用未写明法院时所指的法院")                                                                            \
    X(policy, TEXT, "", 0, 0, false,                                                                           \
      "policy folder that a fresh database activates; empty: the packaged one",                                \
      "新数据库启用的规则目录；空则用随附规则")                                                                \
    X(documents, TEXT, "", 0, 0, false,                                                                        \
      "folder of the texts for people: notices, agreements; empty: the packaged one",                          \
      "告知书、协议书等文书模板目录；空则用随附模板")                                                          \
    X(model, TEXT, "", 0, 0, false, "model that reads narratives; empty: the packaged one",                    \
      "阅读陈述的模型；空则用随附模型")                                                                        \
    X(intake, TEXT, "tcp://127.0.0.1:7401", 0, 0, false, "REP endpoint of intake; empty: off",                 \
      "立案接入端点；空则关闭")                                                                                \
    X(bulk, TEXT, "", 0, 0, false, "PULL endpoint of the bulk feed; empty: off",                               \
      "批量接入端点；空则关闭")                                                                                \
    X(events, TEXT, "tcp://127.0.0.1:7403", 0, 0, false, "PUB endpoint of events; empty: off",                 \
      "事件发布端点；空则关闭")                                                                                \
    X(access, TEXT, "tokens", 0, 0, false,                                                                     \
      "tokens: every call but server.info names its caller; open (synthetic databases only)",                  \
      "tokens：除server.info外均须令牌；open仅限合成数据库")                                                   \
    X(tls_ca, TEXT, "", 0, 0, false,                                                                           \
      "certificate of the authority whose members may connect to tls+tcp:// endpoints",                        \
      "签发机构证书；tls+tcp端点只接受其成员")                                                                 \
    X(tls_cert, TEXT, "", 0, 0, false, "certificate of this server", "本服务器证书")                           \
    X(tls_key, TEXT, "", 0, 0, false, "private key of this server", "本服务器私钥")                            \
    X(connections_max, INT, "1000", 1, 100000, true,                                                           \
      "connections at one endpoint; further ones are closed", "每端点连接数上限，超出即断开")                  \
    X(pipeline_max, INT, "128", 1, 4096, true,                                                                 \
      "messages in flight on one connection; beyond: overloaded, twice as many: closed",                       \
      "单个连接在途报文上限，超出即答overloaded，加倍则断开")                                                  \
    X(refused_max, INT, "200", 1, 1000000, true,                                                               \
      "requests of one connection that may be refused in a second before it is closed",                        \
      "单个连接每秒被拒请求上限，超出即断开")                                                                  \
    X(flight_max, INT, "5000", 1, 1000000, true,                                                               \
      "requests in flight of one token; beyond: overloaded",                                                   \
      "单个令牌在途请求上限，超出即答overloaded")                                                              \
    X(flight_bytes, INT, "134217728", 16777216, 1099511627776, true,                                           \
      "bytes of all messages in flight; beyond: overloaded",                                                   \
      "在途报文总字节数上限，超出即答overloaded")                                                              \
    X(rate_max, INT, "50000", 1, 10000000, true,                                                               \
      "requests of one token in a second; beyond: overloaded",                                                 \
      "单个令牌每秒请求上限，超出即答overloaded")                                                              \
    X(send_ms, INT, "2000", 10, 600000, true,                                                                  \
      "how long an answer may wait for its connection before that is closed, ms",                              \
      "答复等待对方接收的毫秒数，超时即断开")                                                                  \
    X(message_max, INT, "16777216", 1024, 16777216, false,                                                     \
      "bytes of one message; beyond: too_large", "单个报文字节数上限，超出即答too_large")                      \
    X(contexts, INT, "1024", 1, 4096, false, "requests in flight per endpoint",                                \
      "每端点并发请求数")                                                                                      \
    X(workers, INT, "4", 1, 64, false,                                                                         \
      "worker threads, each with a database connection of its own", "工作线程数")                              \
    X(writers, INT, "2", 1, 16, false, "connections that store cases", "写入连接数")                           \
    X(batch_max, INT, "500", 1, 5000, true, "cases in one transaction at most",                                \
      "每事务最多案件数")                                                                                      \
    X(batch_wait_ms, INT, "2", 0, 100, true, "how long a transaction waits to fill, ms",                       \
      "事务等待毫秒数")                                                                                        \
    X(queue_max, INT, "20000", 1, 1000000, true, "cases waiting to be stored; beyond: overloaded",             \
      "待写入案件上限，超出即答overloaded")                                                                    \
    X(waiters_max, INT, "200", 0, 4096, true, "long polls waiting at one desk", "每台长轮询上限")              \
    X(mediators, TEXT, "any", 0, 0, false,                                                                     \
      "any: a name that is not on the roster pulls what fits its desk; registered: only "                      \
      "mediators of "                                                                                          \
      "the roster pull",                                                                                       \
      "any：不在名录的承办人可领取该台任何案件；registered：只有名录上的承办人可以领取")                       \
    X(sweep_ms, INT, "1000", 10, 60000, true, "how often lapsed offers are looked for, ms",                    \
      "检查逾期未接受的间隔毫秒")                                                                              \
    X(feed_ms, INT, "200", 10, 60000, true, "how often the event feed looks for new events, ms",               \
      "事件发布间隔毫秒")                                                                                      \
    X(sealing, BOOL, "yes", 0, 0, false,                                                                       \
      "no (synthetic databases only): personal data is thrown away, to measure what sealing it "               \
      "costs",                                                                                                 \
      "no（仅限合成数据库）：丢弃个人信息而不加密保存，用于测量加密的开销")                                    \
    X(keeper_ms, INT, "1000", 10, 60000, true,                                                                 \
      "how often events are sealed into the audit chain, ms", "事件封入审计链的间隔毫秒")                      \
    X(erase, BOOL, "no", 0, 0, false,                                                                          \
      "the keeper erases personal data that was kept as long as the policy says",                              \
      "自动删除保存期满的个人信息")                                                                            \
    X(delivery, BOOL, "yes", 0, 0, false,                                                                      \
      "this process delivers referrals to the bodies' own systems, where there are any",                       \
      "本进程向机构业务系统送达派件（有目标时）")                                                              \
    X(delivery_ms, INT, "500", 10, 60000, true, "how often due deliveries are looked for, ms",                 \
      "检查待送达派件的间隔毫秒")                                                                              \
    X(delivery_wait_ms, INT, "10000", 50, 600000, true,                                                        \
      "how long a body's system may take to answer a delivery, ms",                                            \
      "等待机构业务系统答复的毫秒数")                                                                          \
    X(delivery_tries, INT, "10", 1, 1000, true,                                                                \
      "how often a delivery is tried before it is left to the clerk",                                          \
      "送达的尝试次数，仍不成则交程序分流员处理")                                                              \
    X(delivery_backoff_ms, INT, "1000", 1, 3600000, true,                                                      \
      "wait after the first try that failed, ms; it doubles, with jitter",                                     \
      "首次送达失败后的等待毫秒数，逐次加倍并带随机抖动")                                                      \
    X(delivery_backoff_max_ms, INT, "600000", 1, 86400000, true,                                               \
      "the longest wait between tries, ms", "两次尝试之间等待的毫秒数上限")                                    \
    X(log_level, TEXT, "info", 0, 0, true, "error, warn, info or debug", "日志级别")

struct config {
#define CONFIG_MEMBER_TEXT                             char *
#define CONFIG_MEMBER_INT                              int64_t
#define CONFIG_MEMBER_BOOL                             bool
#define X(member, type, def, min, max, reload, en, zh) CONFIG_MEMBER_##type member;
    CONFIG_KEYS(X)
#undef X
    /* by channel: desk_<channel>, deliver_<channel>, deliver_<channel>_token; NULL where none is */
    char *desk[FL_MAX_CHANNELS], *deliver[FL_MAX_CHANNELS], *deliver_token[FL_MAX_CHANNELS];
};

/* A reloadable number, read while HUP may be changing it. */
static inline int64_t
config_live(const int64_t *member)
{
    return __atomic_load_n(member, __ATOMIC_RELAXED);
}
static inline void
config_live_set(int64_t *member, int64_t value)
{
    __atomic_store_n(member, value, __ATOMIC_RELAXED);
}

void config_init(struct config *config); /* the defaults */
void config_done(struct config *config);
int config_read(struct config *config, const char *path, struct fl_error *err);
/* One "key=value" from the command line (fenliud -o key=value). */
int config_set(struct config *config, const char *assignment, struct fl_error *err);
/* The key of a channel's desk: "desk_union". */
const char *config_desk_key(const struct fl_adapter *adapter);
/* state_dir resolved: never empty. Returned text belongs to the caller. */
char *config_state_dir(const struct config *config);
void config_help(FILE *out);    /* a table of the keys */
void config_example(FILE *out); /* the text of deploy/fenliu.conf */
void config_table(FILE *out);   /* the table of docs/operations.md */

#endif
