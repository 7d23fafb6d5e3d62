# For tests in shell: a daemon in a throwaway folder on free ports. Source it, then start_daemon.
# shellcheck shell=sh
# Sets INTAKE, EVENTS, TRIAGE, COURT, MEDIATION, ARBITRATION, UNION, STATE.
top=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${FENLIU_BUILD:-$top/build}
failed=0
daemon=
home=

stop_daemon() {
    if [ -n "$daemon" ]; then
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
        daemon=
    fi
    if [ -n "$home" ]; then rm -rf "$home"; fi
}
trap stop_daemon EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

free_ports() {
    python3 - "$1" <<'PY'
import socket, sys
s = [socket.socket() for _ in range(int(sys.argv[1]))]
for x in s:
    x.bind(("127.0.0.1", 0))
print(*(x.getsockname()[1] for x in s))
PY
}

start_daemon() { # start_daemon [key=value]…
    home=$(mktemp -d "${TMPDIR:-/tmp}/fenliu-t-XXXXXX")
    chmod 755 "$home"
    STATE=$home/state
    # shellcheck disable=SC2046
    set -- "$@" $(i=0; for p in $(free_ports 7); do
        i=$((i + 1))
        echo "$(echo intake events desk_triage desk_court desk_mediation desk_arbitration desk_union | cut -d' ' -f$i)=tcp://127.0.0.1:$p"
    done)
    options=
    for o in "$@"; do
        options="$options -o $o"
        case $o in
        intake=*) INTAKE=${o#*=} ;;
        events=*) EVENTS=${o#*=} ;;
        desk_triage=*) TRIAGE=${o#*=} ;;
        desk_court=*) COURT=${o#*=} ;;
        desk_mediation=*) MEDIATION=${o#*=} ;;
        desk_arbitration=*) ARBITRATION=${o#*=} ;;
        desk_union=*) UNION=${o#*=} ;;
        esac
    done
    export INTAKE EVENTS TRIAGE COURT MEDIATION ARBITRATION UNION
    # shellcheck disable=SC2086
    "$BUILD/fenliud" -o "state_dir=$STATE" $options --ready-file "$home/ready" >"$home/log" 2>&1 </dev/null &
    daemon=$!
    wait_for 60 test -e "$home/ready" || {
        cat "$home/log"
        echo "not ok - the daemon starts"
        exit 1
    }
}

# wait_for SECONDS COMMAND…: asks again until it holds.
wait_for() {
    deadline=$(($(date +%s) + $1))
    shift
    until "$@"; do
        if [ -n "$daemon" ] && ! kill -0 "$daemon" 2>/dev/null; then return 1; fi
        if [ "$(date +%s)" -ge "$deadline" ]; then return 1; fi
        python3 -c 'import select; select.select([], [], [], 0.02)'
    done
}

ok() { echo "ok - $1"; }
not_ok() {
    echo "not ok - $1"
    echo "#   $2" | cut -c1-1500
    failed=$((failed + 1))
}
contains() { # contains SENTENCE TEXT PART
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "no $3 in: $2" ;;
    esac
}
finish() {
    stop_daemon
    home=
    [ "$failed" = 0 ] && exit 0
    exit 1
}
