#!/bin/sh
# nngcat from Debian's nng-utils, which nobody here wrote, submits a case and pulls an assignment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib/daemon.sh"
start_daemon
intake=$(cat "$STATE/tokens/intake")
mediator=$(cat "$STATE/tokens/mediator")

ask() { # ask ENDPOINT REQUEST
    nngcat --req --dial "$1" --data "$2" --raw --recv-timeout 20 --send-timeout 20
}

case='{"source":"nngcat","ref":"n-1","court":"430204","filed_at":"2021-03-05T09:12:00+08:00","claimants":[{"kind":"person","name":"示例甲"}],"respondents":[{"kind":"person","name":"示例乙"}],"cause":{"version":"2020","code":"103.3"},"claims":["loan"],"amount_fen":3000000,"facts":{"consent_to_mediate":"both"}}'
answer=$(ask "$INTAKE" '{"jsonrpc":"2.0","id":7,"method":"case.submit","params":{"token":"'"$intake"'","case":'"$case"'}}')
contains "nngcat submits a case and reads where it goes" "$answer" '"channel":"mediation"'
contains "the answer carries the id of the request" "$answer" '"id":7'
contains "the answer carries the docket number" "$answer" '（2021）湘0204民诉前调1号'

answer=$(ask "$MEDIATION" '{"jsonrpc":"2.0","id":"p","method":"desk.pull","params":{"token":"'"$mediator"'","mediator":"nngcat-1","max":1,"wait_ms":0}}')
contains "nngcat pulls the assignment at the mediation desk" "$answer" '"claim"'
contains "the assignment is the case that was pushed" "$answer" '"n-1"'

answer=$(ask "$INTAKE" 'rubbish')
contains "rubbish gets a parse error" "$answer" '-32700'
finish
