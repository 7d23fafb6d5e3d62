#!/bin/sh
# What tools see without running anything. A tool that is not installed is named and passed over.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
bad=0
has() {
    command -v "$1" >/dev/null 2>&1 && return 0
    echo "lint: $1 is not installed: passed over"
    return 1
}
check() { # check NAME COMMAND…
    name=$1
    shift
    echo "== $name"
    "$@" || {
        echo "lint: $name complains"
        bad=1
    }
}
sources=$(git ls-files '*.c')
headers=$(git ls-files '*.h')
scripts=$(git ls-files '*.sh' .ci/run)
MODE=${MODE:-release}
make -s --no-print-directory MODE="$MODE" "build/$MODE/gen/queries.h" || exit 1 # the names of the statements
prefix='-DFENLIU_PREFIX="/usr/local"'
source='-DFENLIU_SOURCE="."'
flags="-std=c11 -D_GNU_SOURCE -I. -Iinclude -Ibuild/$MODE/gen $(pkg-config --cflags libpq 2>/dev/null)"

# shellcheck disable=SC2086
if has clang-format; then check clang-format clang-format --dry-run --Werror $sources $headers; fi
# shellcheck disable=SC2086
if has shellcheck; then check shellcheck shellcheck -x -P SCRIPTDIR -e SC2317 -e SC2046 $scripts; fi
if has cppcheck; then
    # shellcheck disable=SC2086
    check cppcheck cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
        --suppress=missingInclude --suppress=missingIncludeSystem --suppress=uninitvar --suppress=uninitStructMember \
        --suppress=nullPointerArithmeticRedundantCheck --error-exitcode=1 -j2 -I. -Iinclude -D_GNU_SOURCE \
        --include=/usr/include/cjson/cJSON.h $sources
fi
if has clang-tidy; then
    # shellcheck disable=SC2086
    check clang-tidy clang-tidy --quiet --warnings-as-errors='*' \
        --checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-bugprone-narrowing-conversions,-bugprone-implicit-widening-of-multiplication-result,-bugprone-assignment-in-if-condition,-bugprone-suspicious-string-compare,-bugprone-sizeof-expression,-bugprone-suspicious-include,-bugprone-not-null-terminated-result,cert-flp30-c' \
        $sources -- $flags "$prefix" "$source"
fi
# Each header compiles alone.
for h in $headers; do
    # shellcheck disable=SC2086
    ${CC:-gcc} $flags "$prefix" "$source" -fsyntax-only -x c -include "$h" /dev/null || {
        echo "lint: $h does not compile alone"
        bad=1
    }
done
# Text that belongs elsewhere: SQL in C, tests that sleep (a bench may: it keeps a pace), over-long files.
if git grep -nE '"[[:space:]]*(SELECT|INSERT|UPDATE|DELETE) ' -- 'engine/*.c' 'engine/*/*.c' 'adapters/*.c'; then
    echo "lint: SQL text in C"
    bad=1
fi
if git grep -nE '\b(sleep|usleep|nng_msleep)\(' -- 'tests/*.c' 'tests/*.py' ':!tests/bench'; then
    echo "lint: a test that sleeps instead of waiting for a condition"
    bad=1
fi
long=$(git ls-files '*.c' '*.h' '*.py' '*.sh' | xargs wc -l | awk '$2 != "total" && $1 > 600 {print $2 " has " $1 " lines"}')
if [ -n "$long" ]; then
    echo "$long"
    bad=1
fi
[ "$bad" = 0 ] && echo "lint: nothing to say"
exit "$bad"
