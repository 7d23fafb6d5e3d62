#!/bin/sh
# Measures fenliu beside two rule engines of others: README.md. Needs Node (18 or later) and npm, which nothing
# else here needs; the engines are installed below build/. Called by `make bench-peers`.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
missing=
for tool in node npm; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
if [ -n "$missing" ]; then
    echo "bench-peers: not installed:$missing (Debian: apt install nodejs npm)" >&2
    exit 1
fi
if ! node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)'; then
    echo "bench-peers: Node $(node --version) is too old, 18 or later is needed" >&2
    exit 1
fi
MODE=${MODE:-release}
BENCH_DECIDE=$top/build/$MODE/bench_decide
for program in "$top/build/fenliu" "$BENCH_DECIDE"; do
    [ -x "$program" ] && continue
    echo "bench-peers: $program is not built: run make bench-peers" >&2
    exit 1
done
PEERS=$top/build/peers
export PEERS BENCH_DECIDE
mkdir -p "$PEERS"
# npm install rather than ci: the lock file names the engine's binary for Linux alone.
if ! cmp -s "$here/package-lock.json" "$PEERS/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$PEERS/"
    if ! npm install --prefix "$PEERS" --ignore-scripts --no-audit --no-fund --loglevel=error >"$PEERS/npm.log" 2>&1; then
        cat "$PEERS/npm.log" >&2
        echo "bench-peers: npm could not install @gorules/zen-engine and json-rules-engine" >&2
        exit 1
    fi
    cp "$here/package-lock.json" "$PEERS/installed"
fi
exec node "$here/bench.mjs"
