/* The socket of a pipe, found by both of its addresses. */
#include "engine/serve/sever.h"

#include <dirent.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static bool
same(const struct sockaddr_storage *a, const nng_sockaddr *b)
{
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)a;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)a;
    if (a->ss_family == AF_INET)
        return b->s_family == NNG_AF_INET && v4->sin_port == b->s_in.sa_port &&
               v4->sin_addr.s_addr == b->s_in.sa_addr;
    return a->ss_family == AF_INET6 && b->s_family == NNG_AF_INET6 &&
           v6->sin6_port == b->s_in6.sa_port &&
           memcmp(&v6->sin6_addr, b->s_in6.sa_addr, sizeof v6->sin6_addr) == 0;
}

void
sever(nng_pipe pipe)
{
    nng_sockaddr here, there;
    DIR *open_files;
    if (nng_pipe_get_addr(pipe, NNG_OPT_LOCADDR, &here) != 0 ||
        nng_pipe_get_addr(pipe, NNG_OPT_REMADDR, &there) != 0 ||
        !(open_files = opendir("/proc/self/fd")))
        return;
    for (const struct dirent *entry; (entry = readdir(open_files));) {
        struct sockaddr_storage own = {0}, peer = {0};
        socklen_t own_len = sizeof own, peer_len = sizeof peer;
        int fd = atoi(entry->d_name);
        if (getpeername(fd, (struct sockaddr *)&peer, &peer_len) == 0 && same(&peer, &there) &&
            getsockname(fd, (struct sockaddr *)&own, &own_len) == 0 && same(&own, &here)) {
            shutdown(fd, SHUT_RDWR);
            break;
        }
    }
    closedir(open_files);
}
