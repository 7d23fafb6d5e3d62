#!/bin/sh
# All tests: builds, then unit tests, the rules' own examples, system tests, kills. The last line is
# "N passed, N failed"; the exit status is 0 only when nothing failed and something passed.
#
# usage: tests/run.sh [NAME…]   only the tests whose file name contains one of the names
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
running=
tidy() {
    [ -z "$running" ] || kill -- "-$running" 2>/dev/null || kill "$running" 2>/dev/null
    [ -z "$running" ] || wait "$running" 2>/dev/null
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

# Runs a program in the background, so that an interruption of the run ends it at once; sets status.
start() { # start SECONDS COMMAND…
    setsid timeout --kill-after=20 "$@" >"$TMPDIR/out" 2>&1 </dev/null &
    running=$!
    wait "$running"
    status=$?
    running=
    cat "$TMPDIR/out"
}

# One test program in a process group of its own, with a time limit; counts its ok and not ok lines.
# A program that fails without saying so is a failure, too.
run() { # run SECONDS NAME COMMAND…
    limit=$1
    name=$2
    shift 2
    echo "== $name"
    start "$limit" "$@"
    good=$(grep -c '^ok ' "$TMPDIR/out")
    bad=$(grep -c '^not ok ' "$TMPDIR/out")
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        echo "not ok - $name ended with status $status"
        bad=1
    elif [ "$status" = 0 ] && [ "$good$bad" = 00 ] && ! grep -q '^skipped' "$TMPDIR/out"; then
        echo "not ok - $name tested nothing"
        bad=1
    fi
    passed=$((passed + good))
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

if wanted unit "$@"; then
    echo "== unit"
    start 600 "build/$MODE/unit"
    last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$TMPDIR/out" | tail -n 1)
    good=${last%% passed*}
    bad=${last#*passed, }
    bad=${bad%% failed*}
    if [ -z "$last" ] || { [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
        echo "not ok - the unit tests ended with status $status"
        good=${good:-0}
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
fi

for t in tests/system/*.py tests/system/*.sh tests/real/*.py tests/chaos/*.py tests/sim/*.py; do
    [ -x "$t" ] || continue
    wanted "$t" "$@" || continue
    run 400 "$t" "$t"
done

# What is left: processes that name the folder, and files in it.
rm -f "$TMPDIR/out"
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
