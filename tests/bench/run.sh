#!/bin/sh
# Every bench program after the other: one "name value unit" a line, and all of them in build/bench.json.
# A program is tests/bench/bench_*.py, or else build/MODE/bench_* of a C file that has no such script.
#
# usage: tests/bench/run.sh [NAME…]
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
cd "$top" || exit 1
MODE=${MODE:-release}
export FENLIU_BUILD="$top/build" FENLIU_MODE="$MODE"
out=build/bench.lines
: >"$out"
status=0
for f in tests/bench/bench_*; do
    name=$(basename "$f")
    name=${name%.*}
    case $f in
    *.py) program=$f ;;
    *.c)
        [ ! -e "tests/bench/$name.py" ] || continue
        program=build/$MODE/$name
        ;;
    *) continue ;;
    esac
    if [ $# -gt 0 ]; then
        case " $* " in *" $name "* | *" ${name#bench_} "*) ;; *) continue ;; esac
    fi
    "$program" >"$out.one" </dev/null || {
        echo "$name failed" >&2
        status=1
    }
    cat "$out.one"
    cat "$out.one" >>"$out"
done
rm -f "$out.one"
awk -v cpu="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" -v cores="$(nproc)" -v day="$(date -u +%F)" \
    -v commit="$(git rev-parse --short HEAD 2>/dev/null)" '
    BEGIN { printf "{\"day\": \"%s\", \"commit\": \"%s\", \"cpu\": \"%s\", \"cores\": %d, \"values\": [", day, commit, cpu, cores }
    NF >= 3 && $2 ~ /^[0-9.]+$/ { printf "%s\n  {\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\"}", n++ ? "," : "", $1, $2, $3 }
    END { print "\n]}" }' "$out" >build/bench.json
rm -f "$out"
exit $status
