#!/bin/sh
# All tests: builds, then unit tests, the rules' own examples, system tests, kills. The last line is
# "N passed, N failed"; the exit status is 0 only when nothing failed and something passed.
#
# usage: [JOBS=N] tests/run.sh [NAME…]   only the tests whose file name contains one of the names, N at a time
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
MODE=${MODE:-release}
passed=0
failed=0
started=$(date +%s)

# Everything a test makes lies below one folder, so that what is left behind can be seen at the end.
TMPDIR=$(mktemp -d /tmp/fl.XXXXXX)
export TMPDIR
chmod 755 "$TMPDIR"
export FENLIU_BUILD="$top/build" FENLIU_MODE="$MODE" PYTHONDONTWRITEBYTECODE=1
work=$TMPDIR/run # of this runner; goes before what is left is looked for
lanes=
tidy() {
    # shellcheck disable=SC2086
    [ -z "$lanes" ] || { kill $lanes && wait $lanes; } 2>/dev/null
    rm -rf "$TMPDIR"
}
trap tidy EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

totals() {
    echo
    echo "$(($(date +%s) - started)) s"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
    exit $?
}

# Takes the next test that nobody took, until there is none. A test is a process group of its own, with a
# time limit; an interruption of the run ends it at once.
lane() {
    running=
    trap - EXIT HUP INT
    trap '[ -z "$running" ] || { kill -- "-$running" 2>/dev/null; wait "$running"; }; exit 143' TERM
    while read -r i limit t; do
        mkdir "$work/$i" 2>/dev/null || continue
        began=$(date +%s)
        setsid timeout --kill-after=20 "$limit" "$t" >"$work/$i/out" 2>&1 </dev/null &
        running=$!
        wait "$running"
        echo "$? $(($(date +%s) - began))" >"$work/$i/status.new"
        mv "$work/$i/status.new" "$work/$i/status"
        running=
        echo "$i"
    done <"$work/list" >"$work/done"
}

# Tells what the i-th test said and counts its ok and not ok lines; of the unit tests, the last line.
# A program that fails without saying so is a failure, too.
tell() { # tell I NAME
    out=$work/$1/out
    status=255 seconds=0
    [ ! -e "$work/$1/status" ] || read -r status seconds <"$work/$1/status"
    echo "== $2 ($seconds s)"
    cat "$out"
    if [ "$2" = "$unit" ]; then
        last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$out" | tail -n 1)
        good=${last%% passed*}
        bad=${last#*passed, }
        bad=${bad%% failed*}
    else
        last=yes
        good=$(grep -c '^ok ' "$out")
        bad=$(grep -c '^not ok ' "$out")
    fi
    if [ -z "$last" ] || { [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
        echo "not ok - $2 ended with status $status"
        bad=1
    elif [ "$status" = 0 ] && [ "$good$bad" = 00 ] && ! grep -q '^skipped' "$out"; then
        echo "not ok - $2 tested nothing"
        bad=1
    fi
    passed=$((passed + ${good:-0}))
    failed=$((failed + bad))
}

wanted() { # wanted NAME ARGUMENT…
    name=$1
    shift
    [ $# = 0 ] && return 0
    for w in "$@"; do case $name in *"$w"*) return 0 ;; esac done
    return 1
}

if ! make -s --no-print-directory -j2 MODE="$MODE" all "build/$MODE/unit" "build/$MODE/play" \
    "build/$MODE/notary/fenliud" "build/$MODE/notary/fenliu"; then
    echo "not ok - it builds"
    failed=1
    totals
fi

# Two at a time where there are two cores: they share nothing. What they say is told in the order of the list.
unit=build/$MODE/unit
mkdir "$work"
n=0
for t in "$unit" tests/system/*.py tests/system/*.sh tests/real/*.py tests/chaos/*.py tests/sim/*.py; do
    [ -x "$t" ] || continue
    wanted "$t" "$@" || continue
    n=$((n + 1))
    echo "$n $([ "$t" = "$unit" ] && echo 600 || echo 400) $t"
done >"$work/list"
mkfifo "$work/done"
for i in $(seq "${JOBS:-$(($(nproc) > 1 ? 2 : 1))}"); do
    lane &
    lanes="$lanes $!"
done
while read -r i limit t; do
    while [ ! -e "$work/$i/status" ] && read -r _ <&3; do :; done
    tell "$i" "$t"
done <"$work/list" 3<"$work/done"
lanes=

# What is left: processes that name the folder, and files in it.
rm -rf "$work"
left=$(for p in /proc/[0-9]*; do
    [ "$p" != /proc/$$ ] || continue
    { tr '\0' ' ' <"$p/cmdline"; } 2>/dev/null | grep -F "$TMPDIR/" | cut -c1-160
done)
if [ -n "$left" ]; then
    echo "not ok - nothing is left running"
    echo "$left" | sed 's/^/#   /'
    failed=$((failed + 1))
else
    echo "ok - nothing is left running"
    passed=$((passed + 1))
fi
left=$(ls "$TMPDIR")
if [ -n "$left" ]; then
    echo "not ok - no throwaway folder is left behind"
    echo "$left" | sed 's/^/#   /'
    failed=$((failed + 1))
else
    echo "ok - no throwaway folder is left behind"
    passed=$((passed + 1))
fi
totals
