/* Ends a connection the way its peer would: by shutting the socket down beneath nng.
 *
 * nng_pipe_close() on a pipe with work under way can leave that pipe waiting for itself for ever in nng 1.5.2 (measured: the
 * one thread that gives pipes back stands still, and nng_close() with it). The end of the stream is the path that every
 * client takes, and sound. A connection without a socket (inproc) is left alone. */
#ifndef ENGINE_SEVER_H
#define ENGINE_SEVER_H

#include <nng/nng.h>

void sever(nng_pipe pipe);

#endif
