#!/bin/sh
# Installs what fenliu is built from and runs on: Debian packages, nothing else. Asks dpkg first, and does
# nothing when all is there; uses sudo when not root. Safe to run again.
#
#   deploy/setup.sh           installs what is missing
#   deploy/setup.sh --check   only says what is missing; exit 1 when something is
#   deploy/setup.sh --training  also what the model of narratives is trained with
set -eu
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}} in zh*) zh=1 ;; *) zh= ;; esac
say() { if [ -n "$zh" ]; then echo "setup: $1"; else echo "setup: $2"; fi; }
fail() {
    say "$1" "$2" >&2
    exit 1
}

only_check=
training=
case ${1:-} in
'') ;;
--check) only_check=1 ;;
--training) training=' liblinear-dev fasttext:fasttext' ;;
*)
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    [ "$1" = --help ] && exit 0
    exit 2
    ;;
esac

# package[:something that shows it is there under another name]
needed='gcc:gcc libc6-dev make:make pkg-config:pkg-config libnng-dev libcjson-dev libpq-dev check libinih-dev
libsodium-dev libxlsxwriter-dev openssl:openssl postgresql:server postgresql-client:psql python3:python3 jq:jq'"$training"
# Programs that only some tests use, or that only add to what is there: gnuplot draws the charts of the annual report. A Debian
# release may lack the package or ship it within another.
wanted='nng-utils:nngcat gnuplot-nox:gnuplot'

is_installed() { # PACKAGE PROBE
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] && return 0
    case $2 in
    '') return 1 ;;
    server) ls /usr/lib/postgresql/1[5-9]/bin/postgres >/dev/null 2>&1 ;;
    *) command -v "$2" >/dev/null 2>&1 ;;
    esac
}

missing_of() { # LIST
    for row in $1; do
        package=${row%%:*}
        probe=
        [ "$row" = "$package" ] || probe=${row#*:}
        is_installed "$package" "$probe" || printf ' %s' "$package"
    done
}

# Not Debian: what counts is that it compiles.
if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    includes=$(pkg-config --cflags libpq 2>/dev/null || true)
    # shellcheck disable=SC2086
    if printf '#include <%s>\n' nng/nng.h cjson/cJSON.h libpq-fe.h check.h ini.h sodium.h xlsxwriter.h |
        ${CC:-gcc} $includes -x c -fsyntax-only - 2>/dev/null; then
        say "不是Debian系统，但所需的库都在" "this is no Debian, but the libraries are there"
        exit 0
    fi
    names=$(for row in $needed; do printf ' %s' "${row%%:*}"; done)
    fail "本脚本只会安装Debian软件包；请自行安装相当于下列的软件：$names" \
        "only Debian packages can be installed here; please install what corresponds to:$names"
fi

knows() { apt-cache show "$1" >/dev/null 2>&1; }
missing=$(missing_of "$needed")
optional=$(missing_of "$wanted")

# An apt that has never looked, or looked long ago, is sent to look; one that knows the packages is not. What
# only some tests use is no reason to ask the network, but it is sought in the list that was fetched for the rest.
ask=
for package in $missing; do
    knows "$package" || ask=1
done
extra=
for package in $optional; do
    if [ -n "$ask" ] || knows "$package"; then
        extra="$extra $package"
    else
        say "apt不知道软件包${package}，用到它的测试将跳过" "apt knows no package $package: the tests that use it are skipped"
    fi
done

if [ -z "$missing$extra" ]; then
    say "所需软件包都已安装" "every package needed is installed"
    exit 0
fi
say "缺少：$missing$extra" "missing:$missing$extra"
[ -z "$only_check" ] || exit 1

# Without the optional ones all works but a few tests: they are no reason to fail.
give_up() {
    [ -n "$missing" ] || {
        say "$1" "$2"
        say "缺少的软件包并非必需，继续" "what is missing is optional: going on without"
        exit 0
    }
    fail "$1" "$2"
}

if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null 2>&1; then
    root=sudo
    say "以sudo安装" "installing them takes sudo"
else
    give_up "安装软件包需要root，而本机没有sudo：请以root运行 deploy/setup.sh" \
        "packages are installed by root, and there is no sudo here: run deploy/setup.sh as root"
fi

# Debian's server package makes and starts a cluster of its own unless told before. Fenliu brings its own
# (or uses the one that is configured), so a server that comes with us comes without a cluster.
refuse_cluster() {
    conf=/etc/postgresql-common/createcluster.conf
    if [ -e "$conf" ] && grep -Eq '^[[:space:]]*create_main_cluster' "$conf"; then
        return 0
    fi
    say "写入${conf}：不另建数据库集群" "writing $conf: no cluster besides ours"
    $root mkdir -p "${conf%/*}"
    echo 'create_main_cluster = false' | $root tee -a "$conf" >/dev/null
}
case " $missing " in *' postgresql '*) refuse_cluster ;; esac

install() {
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Options::=--force-confold install --no-install-recommends "$@"
}

look() {
    say "更新软件包目录" "asking for the present list of packages (apt-get update)"
    $root apt-get -q -o DPkg::Lock::Timeout=300 update ||
        give_up "apt-get update失败：请检查网络与/etc/apt" "apt-get update failed: look at the network and /etc/apt"
    sought=$extra
    extra=
    for package in $sought; do
        if knows "$package"; then
            extra="$extra $package"
        else
            say "本发行版没有软件包${package}，用到它的测试将跳过" \
                "this release has no package $package: the tests that use it are skipped"
        fi
    done
}

fetch() {
    say "安装软件包" "installing"
    # shellcheck disable=SC2086
    install $missing $extra
}

[ -z "$ask" ] || look
if ! fetch; then
    refused() { give_up "安装失败：$missing$extra" "these could not be installed:$missing$extra"; }
    [ -z "$ask" ] || refused
    look # the list may be older than the archive: once more with a new one
    fetch || refused
fi

missing=$(missing_of "$needed")
[ -z "$missing" ] || fail "安装之后仍然缺少：$missing" "still missing after the installation:$missing"
say "完成" "done"
