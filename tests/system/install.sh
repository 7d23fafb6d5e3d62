#!/bin/sh
# What make install puts in place works from there: programs, policy, service, client library.
# shellcheck disable=SC2317 # functions are called by name through check
set -u
unset FENLIU_POLICY
top=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/install.XXXXXX")
trap 'rm -rf "$place"' EXIT
root="$place/a root"
mode=${FENLIU_MODE:-release}
failed=0
check() { # check SENTENCE COMMAND…
    sentence=$1
    shift
    if "$@" >"$place/said" 2>&1; then
        echo "ok - $sentence"
    else
        echo "not ok - $sentence"
        tail -n 5 "$place/said" | sed 's/^/#   /'
        failed=1
    fi
}
installs() { make -C "$top" -s --no-print-directory MODE="$mode" install DESTDIR="$root" PREFIX=/usr; }
complete() {
    for file in usr/bin/fenliu usr/bin/fenliud usr/share/fenliu/policy/hunan/pack.json \
        usr/share/fenliu/model/narrative.model usr/lib/libfenliu.a \
        usr/lib/pkgconfig/fenliu.pc usr/include/fenliu/client.h usr/lib/systemd/system/fenliud.service \
        usr/lib/sysusers.d/fenliu.conf usr/share/doc/fenliu/README.md etc/fenliu/fenliu.conf; do
        [ -s "$root/$file" ] || { echo "$file is missing" && return 1; }
    done
    ! grep -r '@PREFIX@' "$root/usr/lib" --include='*.service'
}
check "make install puts everything below DESTDIR and PREFIX" installs
check "nothing is missing, and the service names the place" complete

keeps() {
    echo '# mine' >>"$root/etc/fenliu/fenliu.conf" && installs &&
        grep -q '# mine' "$root/etc/fenliu/fenliu.conf" && [ -s "$root/etc/fenliu/fenliu.conf.new" ]
}
check "installed again, a configuration that was changed stays, and the new one lies beside it" keeps

mv "$root" "$place/moved" # no prefix of the compiler's is right any more
fenliu=$place/moved/usr/bin/fenliu
pack=$place/moved/usr/share/fenliu/policy/hunan/pack.json
own_policy() { "$fenliu" policy check; }
check "an installed fenliu decides by the policy installed with it" own_policy
other_policy() {
    cp "$pack" "$place/pack.json" && echo 'spoilt' >"$pack"
    ! "$fenliu" policy check && cp "$place/pack.json" "$pack"
}
check "and by no other: when that one is spoilt it says so" other_policy
daemon_checks() { "$place/moved/usr/bin/fenliud" --config "$place/moved/etc/fenliu/fenliu.conf" -o "state_dir=$place/state" --check; }
check "an installed fenliud takes the configuration installed with it" daemon_checks

cat >"$place/calls.c" <<'EOF'
#include <fenliu/client.h>
#include <stdio.h>
#include <string.h>

/* Names of the engine's own: a library that showed them would not link here. */
int json_get(void);
int
json_get(void)
{
    return 0;
}

int
main(void)
{
    struct fl_client *client = NULL;
    struct fl_error err;
    int code = fl_client_open("tcp://127.0.0.1:1", 1000, &client, &err);
    printf("%s\n", err.detail);
    return code == FL_E_IO && !client && !json_get() ? 0 : 1;
}
EOF
links() {
    PKG_CONFIG_PATH=$place/moved/usr/lib/pkgconfig
    export PKG_CONFIG_PATH
    # Debian's pkgconf leaves out what it takes for the system's own folders: the prefix is said.
    flags=$(pkg-config --define-variable=prefix=/moved/usr --cflags --libs fenliu) || return 1
    # shellcheck disable=SC2086
    (cd "$place" && ${CC:-gcc} -std=c11 -Wall -Werror -Wpedantic -o calls calls.c $(echo "$flags" | sed 's|/moved|moved|g') \
        $([ "$mode" = asan ] && echo -fsanitize=address,undefined) $([ "$mode" = tsan ] && echo -fsanitize=thread)) && "$place/calls"
}
check "a program in C links with libfenliu by pkg-config, and shares no name with the engine" links
exit "$failed"
