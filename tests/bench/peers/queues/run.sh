#!/bin/sh
# fenliu's desks beside graphile-worker and pg-boss: README.md. Needs Node (18 or later) and npm. Called by
# `make bench-peers`; the two are installed below build/.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
for tool in node npm; do
    command -v "$tool" >/dev/null 2>&1 && continue
    echo "bench-peers: not installed: $tool (Debian: apt install nodejs npm)" >&2
    exit 1
done
PEERS=$top/build/queues
export PEERS FENLIU_BUILD="$top/build" FENLIU_MODE="${MODE:-release}"
mkdir -p "$PEERS"
if ! cmp -s "$here/package-lock.json" "$PEERS/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$PEERS/"
    if ! npm install --prefix "$PEERS" --ignore-scripts --no-audit --no-fund --loglevel=error >"$PEERS/npm.log" 2>&1; then
        cat "$PEERS/npm.log" >&2
        echo "bench-peers: npm could not install graphile-worker and pg-boss" >&2
        exit 1
    fi
    cp "$here/package-lock.json" "$PEERS/installed"
fi
exec "$here/queues.py"
