#!/bin/sh
# Measures the model of narratives beside Debian's fasttext on the same folds of the same texts: accuracy and speed in
# one run. Needs the corpora, liblinear-dev and fasttext; called by `make bench-peers` and `make bench-model`.
#
# usage: fasttext.sh CORPUS [--ours]     --ours: without fasttext
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
build=$top/build/${MODE:-release}
corpus=$1
if [ ! -r "$corpus/labelled.tsv" ]; then
    echo "no corpora in $corpus (CORPUS=…): narratives are not measured" >&2
    exit 0
fi
place=$(mktemp -d "${TMPDIR:-/tmp}/fenliu-folds.XXXXXX")
trap 'rm -rf "$place"' EXIT
"$build/train" "$corpus" "$top/deploy/model" "$place/model" "$place"
FENLIU_BUILD=$top/build FENLIU_MODEL=$place/model "$build/bench_classify"
[ "${2:-}" != --ours ] || exit 0
if ! command -v fasttext >/dev/null 2>&1; then
    echo "fasttext is not installed (Debian: apt install fasttext)" >&2
    exit 1
fi
for test in "$place"/fold-*.test; do
    fold=${test%.test}
    fasttext supervised -input "$fold.train" -output "$fold" -wordNgrams 3 -minn 0 -maxn 0 -dim 100 -epoch 25 -lr 0.5 \
        -bucket 500000 -thread 1 -verbose 0 >/dev/null 2>&1
    cut -d ' ' -f 2- "$test" >"$fold.asked"
    fasttext predict "$fold.bin" "$fold.asked" >"$fold.said"
    cut -d ' ' -f 1 "$test" >"$fold.true"
done
python3 "$here/fasttext_score.py" "$place"
