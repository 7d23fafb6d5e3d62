#!/bin/sh
# The help of every command, in both languages, is what docs/commands.md says; bad usage is one line and exit 2.
# shellcheck disable=SC2317,SC2016 # functions are called by name through check
set -u
unset FENLIU_DESK FENLIU_MEDIATOR FENLIU_URL
top=$(cd "$(dirname "$0")/../.." && pwd)
fenliu=${FENLIU_BUILD:-$top/build}/fenliu
place=$(mktemp -d "${TMPDIR:-/tmp}/help.XXXXXX")
export XDG_STATE_HOME="$place"
trap 'rm -rf "$place"' EXIT
failed=0
check() { # check SENTENCE COMMAND…
    sentence=$1
    shift
    if "$@"; then
        echo "ok - $sentence"
    else
        echo "not ok - $sentence"
        failed=1
    fi
}

"$fenliu" help --markdown >"$place/commands.md"
check "docs/commands.md is the help of the commands (else: fenliu help --markdown >docs/commands.md)" \
    diff "$top/docs/commands.md" "$place/commands.md"

commands=$(sed -n 's/^### fenliu //p' "$place/commands.md")
every_help() {
    for c in $commands; do
        for l in zh en; do
            "$fenliu" --lang "$l" "$c" --help >"$place/out" 2>"$place/err" || return 1
            [ -s "$place/out" ] && [ ! -s "$place/err" ] || return 1
        done
        grep -q "fenliu $c" "$place/out" || return 1
    done
}
check "every command has help on stdout, in Chinese and English" every_help

speaks() { # speaks zh|en NAME=VALUE…: the language of the help in this environment
    language=$1
    shift
    env -u LC_ALL -u LC_MESSAGES -u LANG "$@" "$fenliu" --help >"$place/out" || return 1
    if [ "$language" = zh ]; then grep -q '^用法' "$place/out"; else grep -q '^usage' "$place/out"; fi
}
check "LANG=zh_CN.UTF-8 speaks Chinese" speaks zh LANG=zh_CN.UTF-8
check "LC_ALL outdoes LANG" speaks en LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8
check "without a locale it speaks English" speaks en

misused() { # misused ARGUMENT…: exit 2, nothing on stdout, one line on stderr
    "$fenliu" "$@" >"$place/out" 2>"$place/err" </dev/null
    status=$?
    [ "$status" = 2 ] && [ ! -s "$place/out" ] && [ "$(wc -l <"$place/err")" = 1 ] && return 0
    echo "# fenliu $*: exit $status, $(wc -l <"$place/err") lines on stderr"
    return 1
}
every_unknown_option() {
    for c in $commands; do
        misused "$c" --no-such-option || return 1
    done
}
check "an unknown option is one line on stderr and exit 2, for every command" every_unknown_option
check "no command is a wrong use" misused
check "a command that does not exist is a wrong use" misused nonsense
check "a day that does not exist is a wrong use" misused decide --as-of 2021-02-29
check "a number out of range is a wrong use" misused submit --batch 0
check "one word too many is a wrong use" misused decide a b
check "an id that is none is a wrong use" misused show abc
check "a language that is not spoken is a wrong use" misused --lang fr decide
check "a report without an outcome and without a desk is a wrong use" misused report 5
says() { # says WORDS ARGUMENT…: a wrong use whose line holds the words
    words=$1
    shift
    misused "$@" && grep -qF -e "$words" "$place/err"
}
check "a mistyped command suggests the nearest" says "did you mean pull?" pul
check "two letters swapped are one mistake" says "did you mean list?" lsit
check "a word that is like no command suggests none" sh -c '! "$1" nonsense 2>&1 | grep -q mean' sh "$fenliu"
check "an address without tcp:// is a wrong use that says so" says "write tcp://127.0.0.1:7101" show --url 127.0.0.1:7101 1
check "so it is for submit, which would wait for it" says "write tcp://127.0.0.1:7101" submit --url 127.0.0.1:7101
check "--version says which" sh -c '"$1" --version | grep -q "^fenliu [0-9]"' sh "$fenliu"
exit $failed
