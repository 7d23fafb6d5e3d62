/* TLS of endpoints and clients: both sides show a certificate of one authority. nng 1.5 does not tell the name in
 * the other's certificate: TLS proves that it is a member, the token says who it is. */
#ifndef ENGINE_TLS_H
#define ENGINE_TLS_H

#include <nng/nng.h>
#include <nng/supplemental/tls/tls.h>
#include <stdbool.h>

#include "fenliu/error.h"

/* Files of PEM: the authority, the own certificate, its private key. */
struct tls_files {
    const char *ca, *cert, *key;
};

/* "tls+tcp://…" */
bool tls_is_url(const char *url);

/* Reads and checks the files; the caller frees *ret. FL_E_CONFIG says which file is missing or wrong. Server: whoever
 * shows no certificate of the authority is not let in. Client: the server's must name the host of the url. */
int tls_server(const struct tls_files *files, nng_tls_config **ret, struct fl_error *err);
int tls_client(const struct tls_files *files, const char *url, nng_tls_config **ret,
               struct fl_error *err);

#endif
