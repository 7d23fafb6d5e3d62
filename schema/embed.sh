#!/bin/sh
# Turns SQL files into C: schema/embed.sh queries|migrations|analyst FILE… > out.c
# queries: one `const struct query Q_<name>` a file; the others: an array of struct migration.
set -eu
kind=$1
shift
text() { sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' "$1"; }
case $kind in
queries-h)
    echo '#include "engine/pg/pg.h"'
    for f in "$@"; do n=$(basename "$f" .sql); echo "extern const struct query Q_$n;"; done
    ;;
queries)
    echo '#include "queries.h"'
    for f in "$@"; do
        n=$(basename "$f" .sql)
        printf 'const struct query Q_%s = {"%s",\n' "$n" "$n"
        text "$f"
        echo '};'
    done
    ;;
migrations | analyst)
    echo '#include "engine/pg/migrate.h"'
    [ "$kind" = migrations ] && echo 'const struct migration migrations[] = {' ||
        echo 'const struct migration analyst_scripts[] = {'
    for f in "$@"; do
        n=$(basename "$f" .sql)
        v=$(echo "$n" | sed 's/^0*\([0-9]*\).*/\1/')
        printf '{%s, "%s",\n' "$v" "$n"
        text "$f"
        echo '},'
    done
    echo '{0, 0, 0}};'
    ;;
esac
