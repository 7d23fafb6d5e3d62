#!/usr/bin/env python3
"""Scores what fasttext said of the folds in a folder, and how long it takes a text (its start taken out)."""
import glob
import resource
import subprocess
import sys


def processor_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def f1(pairs, label):
    right = sum(t == s == label for t, s in pairs)
    said = sum(s == label for _, s in pairs)
    true = sum(t == label for t, _ in pairs)
    return 2 * right / (said + true) if said + true else 0.0


def report(name, pairs):
    labels = sorted({t for t, _ in pairs})
    accuracy = sum(t == s for t, s in pairs) / len(pairs)
    print(f"fasttext_{name}_accuracy {accuracy:.3f} of_1")
    print(f"fasttext_{name}_macro_f1 {sum(f1(pairs, l) for l in labels) / len(labels):.3f} of_1")


def main(place):
    pairs = []
    for true in sorted(glob.glob(place + "/fold-*.true")):
        with open(true) as t, open(true[:-5] + ".said") as s:
            pairs += [(a.strip()[9:].split("/"), b.strip()[9:].split("/")) for a, b in zip(t, s)]
    report("domain", [(a[0], b[0]) for a, b in pairs])
    scopes = [(a[1], b[1]) for a, b in pairs]
    report("scope", scopes)
    print(f"fasttext_labour_f1 {f1(scopes, 'labour'):.3f} of_1")
    asked, model = place + "/fold-0.asked", place + "/fold-0.bin"
    with open(asked) as f:
        lines = [line[:800] for line in f if len(line) > 800][:200]  # 400 letters with a space behind each
    for name, times in (("once", 1), ("often", 21)):
        with open(place + "/" + name, "w") as f:
            f.writelines(line.rstrip("\n") + "\n" for line in lines * times)
    seconds = [processor_seconds(["fasttext", "predict", model, place + "/" + name]) for name in ("once", "often")]
    if lines:
        print(f"fasttext_400_characters {(seconds[1] - seconds[0]) / (20 * len(lines)) * 1e6:.2f} us")


main(sys.argv[1])
