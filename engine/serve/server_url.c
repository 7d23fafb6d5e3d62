/* Which URLs may be listened on, and sent to. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <nng/nng.h>
#include <stdio.h>
#include <string.h>

#include "engine/serve/server.h"
#include "engine/serve/tls.h"

/* An address, not a name that only begins like one. */
static bool
is_loopback(const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, host, &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6);
    return strcmp(host, "localhost") == 0;
}

static bool
nng_is_at_least(int major, int minor)
{
    int have_major = 0, have_minor = 0;
    if (sscanf(nng_version(), "%d.%d", &have_major, &have_minor) != 2)
        return false;
    return have_major > major || (have_major == major && have_minor >= minor);
}

int
server_check_target(const char *key, const char *url, struct fl_error *err)
{
    nng_url *parsed = NULL;
    if (tls_is_url(url) || strncmp(url, "inproc://", 9) == 0 || strncmp(url, "ipc://", 6) == 0)
        return 0;
    if (strncmp(url, "tcp://", 6) != 0 || nng_url_parse(&parsed, url) != 0)
        return fl_fail(err, FL_E_CONFIG, "%s = %s: must be tls+tcp://HOST:PORT", key, url);
    bool loopback = is_loopback(parsed->u_hostname);
    nng_url_free(parsed);
    return loopback ? 0
                    : fl_fail(err, FL_E_CONFIG,
                              "%s = %s: refused, since persons would be sent over a network that "
                              "nothing protects; use tls+tcp://",
                              key, url);
}

int
server_check_url(const char *key, const char *url, struct fl_error *err)
{
    if (strncmp(url, "inproc://", 9) == 0)
        return 0;
    if (strncmp(url, "ipc://", 6) == 0) {
        if (nng_is_at_least(1, 6))
            return 0;
        return fl_fail(
            err, FL_E_CONFIG,
            "%s = %s: ipc:// needs nng 1.6 or newer, this is %s (its listener goes deaf); "
            "use tcp://127.0.0.1:PORT",
            key, url, nng_version());
    }
    if (tls_is_url(url))
        return 0;
    if (strncmp(url, "tcp://", 6) != 0)
        return fl_fail(err, FL_E_CONFIG, "%s = %s: only tcp:// and tls+tcp:// are listened on", key,
                       url);
    nng_url *parsed = NULL;
    if (nng_url_parse(&parsed, url) != 0)
        return fl_fail(err, FL_E_CONFIG, "%s = %s: not an URL", key, url);
    bool loopback = is_loopback(parsed->u_hostname);
    nng_url_free(parsed);
    if (!loopback)
        return fl_fail(err, FL_E_CONFIG,
                       "%s = %s: refused, since it leaves loopback and nothing protects it; "
                       "listen on 127.0.0.1",
                       key, url);
    return 0;
}
