#!/bin/sh
# Copies the programs, the client library with its headers, the packaged policy, the service and the documents
# below $DESTDIR$PREFIX, and the configuration to $DESTDIR/etc/fenliu, where one that is there already stays as it is.
# usage: make install [DESTDIR=] [PREFIX=/usr/local]
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}
build=${FENLIU_BUILD:-$top/build}

put() { # MODE FROM TO
    mkdir -p "$(dirname "$root$3")"
    install -m "$1" "$2" "$root$3"
    echo "  $root$3"
}

for program in fenliud fenliu; do
    put 755 "$build/$program" "$prefix/bin/$program"
done

for header in "$top"/include/fenliu/*.h; do
    put 644 "$header" "$prefix/include/fenliu/${header##*/}"
done
put 644 "$build/${MODE:-release}/libfenliu.a" "$prefix/lib/libfenliu.a"
version=$(sed -n 's/^#define FL_VERSION "\(.*\)"$/\1/p' "$top/include/fenliu/version.h")
package=$(mktemp)
cat >"$package" <<EOF
prefix=$prefix
Name: fenliu
Description: calling fenliud from C
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -lfenliu -lnng -lcjson -pthread
EOF
put 644 "$package" "$prefix/lib/pkgconfig/fenliu.pc"
rm -f "$package"

# The policy is replaced as a whole: a rule file that a newer pack dropped must not stay.
policy=$prefix/share/fenliu/policy/hunan
rm -rf "$root$policy"
(cd "$top/deploy/policy/hunan" && find . -type f) | while read -r file; do
    put 644 "$top/deploy/policy/hunan/$file" "$policy/${file#./}"
done

documents=$prefix/share/fenliu/documents
rm -rf "$root$documents"
for file in "$top"/deploy/documents/*; do
    put 644 "$file" "$documents/${file##*/}"
done

put 644 "$top/deploy/model/narrative.model" "$prefix/share/fenliu/model/narrative.model"

for document in README.md docs/*.md docs/*.json; do
    [ ! -e "$top/$document" ] || put 644 "$top/$document" "$prefix/share/doc/fenliu/${document##*/}"
done

unit=$(mktemp)
sed "s|@PREFIX@|$prefix|g" "$top/deploy/systemd/fenliud.service" >"$unit"
put 644 "$unit" "$prefix/lib/systemd/system/fenliud.service"
rm -f "$unit"
put 644 "$top/deploy/systemd/fenliu.sysusers" "$prefix/lib/sysusers.d/fenliu.conf"

if [ -e "$root/etc/fenliu/fenliu.conf" ]; then
    put 644 "$top/deploy/fenliu.conf" /etc/fenliu/fenliu.conf.new
else
    put 644 "$top/deploy/fenliu.conf" /etc/fenliu/fenliu.conf
fi

if [ -z "$root" ]; then
    echo "next: systemd-sysusers && systemctl daemon-reload && systemctl enable --now fenliud"
fi
