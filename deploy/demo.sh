#!/bin/sh
# Plays a synthetic year of Shifeng District: a private server in a throwaway folder, ports of its own, 1,100
# invented disputes pushed over nng and worked off at the five desks, then the totals as PostgreSQL counts them.
#
#   deploy/demo.sh             plays, prints the tables, leaves nothing behind
#   KEEP=1 deploy/demo.sh      keeps the server until Enter or Ctrl-C, to look around with psql and fenliu
#   DEMO_OUT=DIR               also keeps docket.jsonl, plan.jsonl and reports.jsonl there
#   DEMO_DOCKET=F DEMO_PLAN=F  plays these instead of drawing them
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
MODE=${MODE:-release}
BUILD=${FENLIU_BUILD:-$top/build}
play=$BUILD/$MODE/play
# Chinese where nothing is said (C, C.UTF-8): the sentence that the year ends in is.
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-zh}}} in zh* | C | C.* | POSIX) zh=1 ;; *) zh= ;; esac
say() { if [ -n "$zh" ]; then echo "$1"; else echo "$2"; fi; }
lang=en
[ -z "$zh" ] || lang=zh

for program in "$BUILD/fenliud" "$BUILD/fenliu" "$play"; do
    [ -x "$program" ] || {
        echo "$program is missing: run \`make demo\`" >&2
        exit 1
    }
done

daemon=
player=
home=$(mktemp -d "${TMPDIR:-/tmp}/fenliu-demo-XXXXXX")
chmod 755 "$home"
leave() {
    status=$?
    trap - EXIT
    trap '' HUP INT TERM # clearing away is not to be interrupted
    for child in $player $daemon; do
        kill "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    done
    # What went wrong is said where it can be read: the log goes with the folder.
    if [ "$status" != 0 ] && [ "$status" -lt 128 ] && [ -s "$home/log" ]; then
        say "fenliud 的日志末尾：" "the end of fenliud's log:" >&2
        tail -n 20 "$home/log" >&2
    fi
    rm -rf "$home"
    exit "$status"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

now_ms() { date +%s%3N; }
started=$(now_ms)

say "分流演示：株洲市石峰区2021年（合成数据，人名、单位、号码均为虚构）" \
    "fenliu demonstration: Shifeng District in 2021 (synthetic data: every name and number is invented)"
echo
say "1. 生成纠纷与安排（schema/demo/generate，种子 $(cat "$top/schema/demo/seed")）" \
    "1. drawing the disputes and what will happen to them (schema/demo/generate, seed $(cat "$top/schema/demo/seed"))"
if [ -n "${DEMO_DOCKET:-}" ]; then
    cp "$DEMO_DOCKET" "$home/docket.jsonl"
    cp "$DEMO_PLAN" "$home/plan.jsonl"
else
    python3 "$top/schema/demo/generate" "$home" | sed 's/^/   /'
fi

say "2. 启动 fenliud，自带的 PostgreSQL 放在 $home/state" \
    "2. starting fenliud with a PostgreSQL of its own in $home/state"
set -- $(python3 -c '
import socket
s = [socket.socket() for _ in range(7)]
[x.bind(("127.0.0.1", 0)) for x in s]
print(*("tcp://127.0.0.1:%d" % x.getsockname()[1] for x in s))')
"$BUILD/fenliud" -o "state_dir=$home/state" -o synthetic=yes -o clock=manual -o log_level=warn \
    -o "intake=$1" -o "events=$2" -o "desk_triage=$3" -o "desk_court=$4" -o "desk_mediation=$5" \
    -o "desk_arbitration=$6" -o "desk_union=$7" --ready-file "$home/ready" >"$home/log" 2>&1 </dev/null &
daemon=$!
waited=0
until [ -e "$home/ready" ]; do
    if ! kill -0 "$daemon" 2>/dev/null || [ "$waited" -ge 1200 ]; then
        exit 1
    fi
    waited=$((waited + 1))
    sleep 0.05
done

say "3. 逐日推送、领取、接受、报告（手动时钟；月份、累计收到、累计办结、在办）" \
    "3. pushing, pulling, accepting, reporting, day by day (manual clock; month, received, concluded, open)"
"$play" --docket "$home/docket.jsonl" --plan "$home/plan.jsonl" --reports "$home/reports.jsonl" \
    --tokens "$home/state/tokens" --intake "$1" --triage "$3" --court "$4" --mediation "$5" --arbitration "$6" --union "$7" &
player=$!
wait "$player"
player=
if [ -n "${DEMO_OUT:-}" ]; then
    mkdir -p "$DEMO_OUT"
    cp "$home/docket.jsonl" "$home/plan.jsonl" "$home/reports.jsonl" "$DEMO_OUT/"
fi

conninfo=$(cat "$home/state/conninfo")
echo
say "4. PostgreSQL 按行计数" "4. PostgreSQL counts the rows"
"$BUILD/fenliu" --lang "$lang" stats --state "$home/state" --year 2021
echo
"$BUILD/fenliu" --lang "$lang" stats --state "$home/state" --year 2021 --by month

# Each total from the row of its series, as the view for analysts gives it.
totals=$(LC_ALL=C.UTF-8 psql -X -q -A -t -F ' ' -d "$conninfo" -f "$top/schema/demo/totals.sql")
mediations=${totals% *}
fast=${totals#* }
recount=$(python3 "$top/schema/demo/recount.py" "$home/docket.jsonl" "$home/reports.jsonl" 2021)
echo
say "5. 年度报告用语" "5. the sentence for the annual report"
echo "   2021年，石峰区速裁团队办结诉前调解案件${mediations}件、速裁案件${fast}件。（合成演示数据）"
if [ "$recount" != "$mediations $fast" ]; then
    say "   另行重数（recount.py，不用SQL）：$recount，与上数不符！" \
        "   recounted without SQL (recount.py): $recount, which does not agree!"
    exit 1
fi
say "   另行重数（recount.py，由收案和报告流水，不用SQL）：$recount，一致" \
    "   recounted from docket and reports without SQL (recount.py): $recount, which agrees"
echo
finished=$(now_ms)
took="$(((finished - started) / 1000)).$(printf %03d $(((finished - started) % 1000)) | cut -c1) s"

if [ -n "${KEEP:-}" ]; then
    say "服务保留中，用时 $took。可以：" "the server is kept; it took $took. Look around:"
    cat <<EOF
   psql "$conninfo"
     \\dv stats.*          SELECT * FROM stats.annual;
   $BUILD/fenliu stats --state $home/state --year 2021 --by cause
   export FENLIU_STATE=$home/state FENLIU_INTAKE_URL=$1 FENLIU_TRIAGE_URL=$3 FENLIU_COURT_URL=$4
   export FENLIU_MEDIATION_URL=$5 FENLIU_ARBITRATION_URL=$6 FENLIU_UNION_URL=$7
   $BUILD/fenliu show synthetic-demo SF2021-00001
   $BUILD/fenliu list --desk mediation --mediator 调解员01
EOF
    say "按回车或 Ctrl-C 结束并清除。" "Enter or Ctrl-C ends it and clears everything away."
    read -r _ || wait "$daemon"
else
    say "继续查看：KEEP=1 make demo 保留服务，随后可用 psql 查询 stats 模式下的视图（每个视图都有说明）。" \
        "To look further: KEEP=1 make demo keeps the server for psql; the views stand in schema stats, each with a comment."
    say "用时 $took；什么都没有留下。" "It took $took; nothing is left behind."
fi
