/* A name with addresses of both families: nng dials the first one only. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/cli/client_wire.h"

#define PROBE_MS 2000 /* how long one address may take to answer */

static bool
answers(const struct addrinfo *at)
{
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol);
    if (fd < 0)
        return false;
    int error = connect(fd, at->ai_addr, at->ai_addrlen) ? errno : 0;
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    socklen_t size = sizeof error;
    if (error == EINPROGRESS &&
        (poll(&wait, 1, PROBE_MS) != 1 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size)))
        error = ETIMEDOUT;
    close(fd);
    return error == 0;
}

/* The family that answers at host and port: 4, 6, or 0 where there is no choice or nobody answers. */
static int
family_of(const char *host, const char *port)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *all = NULL;
    int ret = 0;
    if (getaddrinfo(host, port, &hints, &all))
        return 0;
    const struct addrinfo *other = all;
    while (other && other->ai_family == all->ai_family)
        other = other->ai_next;
    for (const struct addrinfo *at = other ? all : NULL; at && !ret; at = at->ai_next)
        if (answers(at))
            ret = at->ai_family == AF_INET ? 4 : 6;
    freeaddrinfo(all);
    return ret;
}

const char *
wire_url(const char *url, char ret[WIRE_URL_MAX])
{
    char scheme[16], host[256], port[16];
    int family, end = 0;
    if (sscanf(url, "%15[a-z+]://%255[^][:/]:%15[0-9]%n", scheme, host, port, &end) != 3 ||
        url[end] || (strcmp(scheme, "tcp") != 0 && strcmp(scheme, "tls+tcp") != 0) ||
        (family = family_of(host, port)) == 0)
        return url;
    snprintf(ret, WIRE_URL_MAX, "%s%d://%s:%s", scheme, family, host, port);
    return ret;
}
