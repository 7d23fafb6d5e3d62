/* The two configurations of TLS: a server that asks for certificates, a client that shows one. */
#include "engine/serve/tls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PEM (256 * 1024)

bool
tls_is_url(const char *url)
{
    return strncmp(url, "tls+tcp://", 10) == 0;
}

static int
slurp(const char *what, const char *path, char **ret, struct fl_error *err)
{
    if (!path || !*path)
        return fl_fail(err, FL_E_CONFIG, "tls+tcp:// needs %s", what);
    FILE *file = fopen(path, "re");
    if (!file)
        return fl_fail(err, FL_E_CONFIG, "%s = %s: %s", what, path, strerror(errno));
    char *text = calloc(1, MAX_PEM + 1);
    size_t n = text ? fread(text, 1, MAX_PEM, file) : 0;
    fclose(file);
    if (!n) {
        free(text);
        return fl_fail(err, FL_E_CONFIG, "%s = %s: is empty", what, path);
    }
    *ret = text;
    return 0;
}

static int
fill(nng_tls_config *config, const struct tls_files *files, const char *ca, const char *cert,
     const char *key, struct fl_error *err)
{
    int rv;
    if ((rv = nng_tls_config_ca_chain(config, ca, NULL)) != 0)
        return fl_fail(err, FL_E_CONFIG, "tls_ca = %s: %s", files->ca, nng_strerror(rv));
    if ((rv = nng_tls_config_own_cert(config, cert, key, NULL)) != 0)
        return fl_fail(err, FL_E_CONFIG, "tls_cert = %s with tls_key = %s: %s", files->cert,
                       files->key, nng_strerror(rv));
    if ((rv = nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_REQUIRED)) != 0)
        return fl_fail(err, FL_E_CONFIG, "tls: %s", nng_strerror(rv));
    return 0;
}

static int
make(nng_tls_mode mode, const struct tls_files *files, nng_tls_config **ret, struct fl_error *err)
{
    char *ca = NULL, *cert = NULL, *key = NULL;
    nng_tls_config *config = NULL;
    int rc = slurp("tls_ca", files->ca, &ca, err), rv;
    if (!rc)
        rc = slurp("tls_cert", files->cert, &cert, err);
    if (!rc)
        rc = slurp("tls_key", files->key, &key, err);
    if (!rc && (rv = nng_tls_config_alloc(&config, mode)) != 0)
        rc = fl_fail(err, FL_E_CONFIG, "tls: %s", nng_strerror(rv));
    if (!rc)
        rc = fill(config, files, ca, cert, key, err);
    if (key)
        explicit_bzero(key, MAX_PEM);
    free(ca);
    free(cert);
    free(key);
    if (rc && config)
        nng_tls_config_free(config);
    if (!rc)
        *ret = config;
    return rc;
}

int
tls_server(const struct tls_files *files, nng_tls_config **ret, struct fl_error *err)
{
    return make(NNG_TLS_MODE_SERVER, files, ret, err);
}

int
tls_client(const struct tls_files *files, const char *url, nng_tls_config **ret,
           struct fl_error *err)
{
    nng_url *parsed;
    nng_tls_config *config;
    if (nng_url_parse(&parsed, url) != 0)
        return fl_fail(err, FL_E_USAGE, "%s: not an URL", url);
    int rc = make(NNG_TLS_MODE_CLIENT, files, &config, err), rv;
    if (!rc && (rv = nng_tls_config_server_name(config, parsed->u_hostname)) != 0) {
        rc = fl_fail(err, FL_E_CONFIG, "tls: %s", nng_strerror(rv));
        nng_tls_config_free(config);
    }
    nng_url_free(parsed);
    if (!rc)
        *ret = config;
    return rc;
}
