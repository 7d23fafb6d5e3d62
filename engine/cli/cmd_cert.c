/* fenliu cert make|client: an authority and the certificates for tls+tcp:// endpoints, made by the openssl program.
 *
 * Keys are EC P-256: small, and understood by the mbedTLS that Debian's nng brings. mbedTLS 2 looks for the name of
 * the server among the DNS names only, also when it is an address, so an address stands there twice. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"

extern char **environ;

#define PATH_BYTES 4096

struct cert_options {
    const char *dir, *host, *name; /* name: of a further client */
    int64_t days;
};

static int
spawn(const char *const *argv, struct fl_error *err)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status, rv;
    char *words[32];
    int n = 0;
    for (; n < 31 && argv[n]; n++)
        words[n] = strdup(argv[n]);
    words[n] = NULL;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    rv = posix_spawnp(&pid, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < n; i++)
        free(words[i]);
    if (rv)
        return fl_fail(err, FL_E_IO, "%s: %s", argv[0], strerror(rv));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fl_fail(err, FL_E_IO, say("openssl %s 失败", "openssl %s failed"), argv[1]);
    return 0;
}

static void
path_of(char ret[PATH_BYTES], const struct cert_options *o, const char *name, const char *end)
{
    snprintf(ret, PATH_BYTES, "%s/%s%s", o->dir, name, end);
}

static int
make_authority(const struct cert_options *o, struct fl_error *err)
{
    char key[PATH_BYTES], cert[PATH_BYTES], days[24];
    path_of(key, o, "ca", ".key");
    path_of(cert, o, "ca", ".pem");
    snprintf(days, sizeof days, "%lld", (long long)o->days);
    const char *const argv[] = {"openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-sha256",
                                "-keyout",
                                key,
                                "-out",
                                cert,
                                "-days",
                                days,
                                "-subj",
                                "/CN=fenliu authority",
                                "-addext",
                                "keyUsage=critical,keyCertSign,cRLSign",
                                NULL};
    if (access(key, F_OK) == 0)
        return fl_fail(err, FL_E_CONFLICT,
                       say("%s已存在，不覆盖", "%s is there already and is not replaced"), key);
    return spawn(argv, err);
}

/* What the certificate is for, and its names. */
static int
write_extensions(const char *path, const struct cert_options *o, const char *purpose,
                 struct fl_error *err)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    fprintf(file,
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,"
            "digitalSignature\nextendedKeyUsage=%s\n",
            purpose);
    if (strcmp(purpose, "serverAuth") == 0) {
        fputs("subjectAltName=DNS:localhost,DNS:127.0.0.1,IP:127.0.0.1", file);
        if (o->host)
            fprintf(file, ",DNS:%s%s%s", o->host,
                    strspn(o->host, "0123456789.") == strlen(o->host) ? ",IP:" : "",
                    strspn(o->host, "0123456789.") == strlen(o->host) ? o->host : "");
        fputc('\n', file);
    }
    return fclose(file) == 0 ? 0 : fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
}

static int
make_member(const struct cert_options *o, const char *name, const char *purpose,
            struct fl_error *err)
{
    char key[PATH_BYTES], cert[PATH_BYTES], request[PATH_BYTES], extensions[PATH_BYTES],
        ca[PATH_BYTES], ca_key[PATH_BYTES], subject[128], days[24];
    path_of(key, o, name, ".key");
    path_of(cert, o, name, ".pem");
    path_of(request, o, name, ".csr");
    path_of(extensions, o, name, ".ext");
    path_of(ca, o, "ca", ".pem");
    path_of(ca_key, o, "ca", ".key");
    snprintf(subject, sizeof subject, "/CN=%s", name);
    snprintf(days, sizeof days, "%lld", (long long)o->days);
    const char *const ask[] = {
        "openssl", "req",     "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes",  "-sha256", "-keyout", key,  "-out",     request,
        "-subj",   subject,   NULL};
    const char *const sign[] = {"openssl",
                                "x509",
                                "-req",
                                "-sha256",
                                "-in",
                                request,
                                "-CA",
                                ca,
                                "-CAkey",
                                ca_key,
                                "-CAcreateserial",
                                "-days",
                                days,
                                "-extfile",
                                extensions,
                                "-out",
                                cert,
                                NULL};
    if (access(key, F_OK) == 0)
        return fl_fail(err, FL_E_CONFLICT,
                       say("%s已存在，不覆盖", "%s is there already and is not replaced"), key);
    int code = write_extensions(extensions, o, purpose, err);
    if (!code)
        code = spawn(ask, err);
    if (!code)
        code = spawn(sign, err);
    unlink(request);
    unlink(extensions);
    if (!code)
        printf("%s\n%s\n", cert, key);
    return code;
}

static int
make(const struct cert_options *o, struct fl_error *err)
{
    char ca[PATH_BYTES];
    if (mkdir(o->dir, 0700) != 0 && errno != EEXIST)
        return fl_fail(err, FL_E_IO, "%s: %s", o->dir, strerror(errno));
    if (make_authority(o, err))
        return err->code;
    path_of(ca, o, "ca", ".pem");
    printf("%s\n", ca);
    return make_member(o, "server", "serverAuth", err)
               ? (int)err->code
               : make_member(o, "client", "clientAuth", err);
}

static int
client(const struct cert_options *o, struct fl_error *err)
{
    return make_member(o, o->name, "clientAuth", err);
}

static const struct verb {
    const char *name;
    int arguments;
    int (*run)(const struct cert_options *options, struct fl_error *err);
} verbs[] = {
    {"make",   2, make  },
    {"client", 3, client}
};

static bool
is_word(const char *text, const char *letters, size_t max)
{
    return *text && strlen(text) <= max && strspn(text, letters) == strlen(text);
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

int
cmd_cert(int argc, char **argv)
{
    struct cert_options o = {.days = 825};
    const struct option_row rows[] = {
        {"days", "N",    OPTION_INT,  &o.days, 1, 36500, "有效天数，缺省825",
         "how many days they are valid, default 825"                                                    },
        {"host", "NAME", OPTION_TEXT, &o.host, 0, 0,     "客户端所用的服务器名或地址",
         "name or address by which clients reach the server"                                            },
        {NULL,   NULL,   OPTION_FLAG, NULL,    0, 0,     NULL,                                      NULL}
    };
    const struct usage usage = {"cert",
                                "make DIR | client DIR NAME",
                                2,
                                3,
                                "make：在目录中建立签发机构、服务器证书和客户端证书；client：由该机"
                                "构再签发一张客户端证书。需要openssl。",
                                "make: an authority, a server's and a client's certificate in a "
                                "folder; client: a further client's. Needs the "
                                "openssl program.",
                                rows};
    struct fl_error err = {0};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    o.dir = argv[2];
    o.name = n > 2 ? argv[3] : NULL;
    if ((o.host && !is_word(o.host, LETTERS ".-", 253)) ||
        (o.name && !is_word(o.name, LETTERS "._-", 64)) || strlen(o.dir) > 3900)
        return command_misused(
            "cert", "%s",
            say("名称只能含字母、数字、. - _", "names are of letters, digits, . - _"));
    umask(077);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, argv[1]) == 0 && verbs[i].arguments == n)
            return verbs[i].run(&o, &err) ? command_failed("cert", &err)
                                          : command_done("cert", EXIT_DONE);
    return command_misused(
        "cert", "%s", say("用法：make DIR 或 client DIR NAME", "make DIR, or client DIR NAME"));
}
