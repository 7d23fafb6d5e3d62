#!/usr/bin/env python3
"""What may be refused is in the catalogue of sentences (engine/base/sentence_zh.c): read out of the code, not listed here."""
import glob
import os
import re

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))

FILES = ["engine/case/*.c", "engine/desk/*.c", "engine/import/*.c", "engine/store/store*.c", "engine/serve/methods_*.c",
         "engine/serve/rpc*.c", "engine/pg/pg_connect.c", "engine/pg/pg_pool.c", "engine/deliver/deliver.c", "engine/access/access.c", "engine/access/principal.c",
         "engine/access/person.c", "engine/text/text.c", "engine/base/json.c", "engine/base/csv.c", "engine/document/document_call.c", "engine/cli/*.c"]
FAILING = re.compile(r"\b(fl_fail|faults_add|import_fault_add|fault|one_fault|forbid|referral_conflict|refuse|whole_line|call_fault)\(")
RETURNED = {"engine/case/id_check.c": r"return \"", "engine/base/json_scan.c": r"(\*fault = |\(struct json_scan\)\{)\""}
OURS = ("FL_E_INTERNAL", "FL_E_MEMORY", "FL_E_POLICY")  # nobody at a terminal made the mistake
TEXT = r'"((?:[^"\\]|\\.)*)"'
CONVERSION = r"%[.*0-9]*(?:ll|z|l)?[dsuwp]"


def joined(source):
    """without comments, each text in one piece"""
    source = re.sub(r"/\*.*?\*/", " ", source, flags=re.S).replace("PRId64", '"lld"')
    literals = r"'(?:\\.|[^'\\])+'|" + TEXT + r"(?:\s*" + TEXT + ")*"
    return re.sub(literals, lambda found: '"%s"' % "".join(re.findall(TEXT, found.group())) if found.group()[0] == '"' else "0", source)


def arguments(source, start):
    depth, at = 1, start
    while depth:
        text = re.compile(TEXT).match(source, at)
        if text:
            at = text.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return source[start:at - 1]


def told():
    for path in sorted(p for pattern in FILES for p in glob.glob(pattern)):
        source = joined(open(path, encoding="utf-8").read())
        for call in FAILING.finditer(source):
            given = arguments(source, call.end())
            if any(code in given for code in OURS):
                continue
            given = re.sub(r"\bsay\(\s*" + TEXT + r"\s*,\s*" + TEXT + r"\s*\)", "", given)
            for text in re.findall(TEXT, given):
                yield path, text
    for path, before in RETURNED.items():
        source = joined(open(path, encoding="utf-8").read())
        for found in re.finditer(before, source):
            yield path, re.compile(TEXT).match(source, found.end() - 1).group(1)


CATALOGUE = re.findall(r"\{" + TEXT + ", " + TEXT + r"\},", open("engine/base/sentence_zh.c", encoding="utf-8").read())


def pieces(text):
    """what stands between the values, where it is words"""
    return [p for p in (piece.strip(" ,:;()\\\"") for piece in re.split(CONVERSION, text)) if " " in p]


def every_refusal():
    """every sentence that a refusal is made of stands in the catalogue"""
    missing = sorted({(path, text) for path, text in told()
                      if pieces(text) and not any(all(p in en for p in pieces(text)) for en, _ in CATALOGUE)})
    assert not missing, "\n".join("%s: %s" % m for m in missing)
    assert len(CATALOGUE) > 100


def no_row_is_stale():
    """what the catalogue has in English is still said somewhere"""
    source = "".join(joined(open(p, encoding="utf-8").read()) for p in glob.glob("engine/*/*.c") + glob.glob("adapters/*.c")
                     if not p.endswith("sentence_zh.c"))
    stale = [en for en, _ in CATALOGUE if not all(p in source for p in pieces(re.sub("; near: |: one of |, outcome ", "%s", en)))]
    assert not stale, "\n".join(stale)


def the_same_values():
    """a translation has the values of its sentence, in their order"""
    for en, zh in CATALOGUE:
        values = [v[-1].translate({ord(c): "s" for c in "wp"}) for v in re.findall(CONVERSION, en)]
        assert values == [v[-1].translate({ord(c): "s" for c in "wp"}) for v in re.findall(CONVERSION, zh)], en
        assert "%" not in re.sub(CONVERSION, "", en + zh), en
        assert len(values) <= 6 and not re.search(CONVERSION + CONVERSION, en), en


failed = 0
for test in (every_refusal, no_row_is_stale, the_same_values):
    try:
        test()
        print("ok - " + test.__doc__)
    except AssertionError as error:
        failed += 1
        print("# " + str(error).replace("\n", "\n# "))
        print("not ok - " + test.__doc__)
raise SystemExit(failed)
