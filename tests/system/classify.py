#!/usr/bin/env python3
"""fenliu classify as a filter: no server, no database, one answer a line, in constant memory."""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import FENLIU, run

DOMAINS = "labour family debt contract housing_land tort traffic medical consumer property_neighbour ip company " \
          "administrative criminal".split()
SCOPES = "labour civil court_only administrative criminal".split()


def classify(data, *options):  # bytes in; exit code, rows and what was said on stderr out
    env = {k: v for k, v in os.environ.items() if k != "FENLIU_MODEL"}
    done = subprocess.run([FENLIU, "--lang", "en", "classify", *options], input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def jsonl(*documents):
    return "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents).encode()


def answers():
    """each line gets domain, scope, confidence, cause of the list in force that day, runners-up and facts"""
    story = "公司拖欠我三个月工资，共三万二千元，请求支付劳动报酬"
    code, rows, _ = classify(jsonl({"ref": "a", "narrative": story, "filed_at": "2021-03-05T09:00:00+08:00"},
                                   {"ref": "b", "narrative": story, "filed_at": "2026-03-05T09:00:00+08:00"}))
    assert code == 0 and [r["ref"] for r in rows] == ["a", "b"], rows
    for row, version in zip(rows, ("2020", "2025")):
        assert list(row) == ["ref", "domain", "scope", "confidence", "cause", "top", "facts"], row
        assert (row["domain"], row["scope"]) == ("labour", "labour") and 0.8 < row["confidence"] <= 1, row
        assert row["cause"]["version"] == version and set(row["cause"]) == {"version", "code", "name", "confidence"}, row
        assert row["top"][0]["cause"] == row["cause"]["name"] and len(row["top"]) > 1, row
        assert row["facts"]["amount_fen"]["value"] == 3200000, row
    assert rows[0]["cause"]["name"] == "追索劳动报酬纠纷", rows[0]


def other_members():
    """members of a case may be there and count; members that no case has are passed over; misfits are refused by name"""
    story = "双方因为工伤的事情发生争议，请求依法处理"
    code, rows, _ = classify(jsonl(
        {"ref": "a", "narrative": story, "claimants": [{"kind": "company"}], "respondents": [{"kind": "government"}],
         "source_corpus": "x", "cause": None},
        {"ref": "b", "narrative": story, "claimants": [{"kind": "person", "tags": ["worker"]}],
         "respondents": [{"kind": "company", "tags": ["employer"]}], "claims": ["work_injury"]},
        {"ref": "c", "narrative": story, "claimants": [{"kind": "ghost"}]}))
    assert code == 1 and rows[0]["scope"] == "administrative" and rows[1]["scope"] == "labour", rows
    assert rows[2]["ref"] == "c" and rows[2]["error"]["data"]["errors"][0]["pointer"] == "/claimants/0/kind", rows[2]


def refusals():
    """a refused line says why and where, and the rest goes on, in order"""
    code, rows, _ = classify(jsonl({"ref": "a", "narrative": "离婚"}) + b'{"ref":"b"}\n{"narrative":"x"}\nnonsense\n'
                             + '{"ref":"e","narrative":"工资'.encode() + b'\xff"}\n'
                             + jsonl({"ref": "f", "narrative": "字" * 21846}, {"ref": "g", "narrative": ""}))
    assert code == 1 and len(rows) == 7, rows
    assert rows[0]["domain"] == "family" and rows[6]["ref"] == "g" and rows[6]["confidence"] < 0.5, rows
    assert rows[1]["error"]["data"]["errors"] == [{"pointer": "/narrative", "detail": "is required"}], rows[1]
    assert rows[2]["error"]["data"]["errors"][0]["pointer"] == "/ref", rows[2]
    at = '{"ref":"e","narrative":"工资'.encode()
    assert re.search(r"\b%d\b" % len(at), json.dumps(rows[4]["error"])), rows[4]
    assert rows[5]["error"]["data"]["errors"][0]["pointer"] == "/narrative", rows[5]


def vocabulary():
    """whatever is written, domain and scope are words of their lists and go together"""
    stories = ["", " ", "😀", "。。。", "asdf", "1234567890", "字" * 20000, "原告" * 500, "今天天气很好", "\u0001\u0002"]
    code, rows, _ = classify(jsonl(*({"ref": str(n), "narrative": s} for n, s in enumerate(stories))))
    assert code == 0 and len(rows) == len(stories), rows
    for row in rows:
        assert row["domain"] in DOMAINS and row["scope"] in SCOPES and 0 <= row["confidence"] <= 1, row
        for one in ("labour", "administrative", "criminal"):
            assert (row["domain"] == one) == (row["scope"] == one), row


def memory():
    """memory does not grow with the input"""
    def most(n):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            for i in range(n):  # the file, not this process, holds it: a child begins with the peak of its parent
                file.write(json.dumps({"ref": str(i), "narrative": "公司拖欠工资" * 3000}, ensure_ascii=False) + "\n")
            file.flush()
            subprocess.run([FENLIU, "classify", file.name], stdout=subprocess.DEVNULL, check=True, timeout=120)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    few, many = most(20), most(1000)
    assert many - few < 8192, "%d kB more for fifty times as much" % (many - few)


PARTIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "parties", "cases.txt")


def side(text):
    return [{"kind": words[0], "name": "某甲", "tags": words[1:]} for words in map(str.split, text.split(","))]


def parties():
    """who asks what of whom decides, for classify and for decide: the rows of tests/parties/cases.txt"""
    with open(PARTIES, encoding="utf-8") as file:
        rows = [[cell.strip() for cell in line.split("|")] for line in file if line.strip() and line[0] != "#"]
    documents = [{"source": "test", "ref": str(n), "court": "430204", "filed_at": "2021-03-05T09:00:00+08:00",
                  "claimants": side(row[0].split(">")[0]), "respondents": side(row[0].split(">")[1]),
                  "claims": row[1].split(), "narrative": row[2]} for n, row in enumerate(rows)]
    code, read, errors = classify(jsonl(*documents))
    assert code == 0 and len(read) == len(rows) > 40, errors
    done = subprocess.run([FENLIU, "decide"], input=jsonl(*documents), stdout=subprocess.PIPE, check=True, timeout=120,
                          env={k: v for k, v in os.environ.items() if k != "FENLIU_MODEL"})
    decided = [json.loads(line) for line in done.stdout.decode().splitlines()]
    wrong = ["%s: %s %s, %s %s" % (" | ".join(row), found["domain"], found["scope"], to["channel"], to["procedure"])
             for row, found, to in zip(rows, read, decided)
             if [found["domain"], found["scope"]] != row[3].split()
             or [to["channel"], to["procedure"]][:len(row[4].split())] != row[4].split()]
    assert not wrong, "\n".join(wrong)


def models():
    """another model is taken by --model; one that is none is refused with its name"""
    code, rows, errors = classify(jsonl({"ref": "a", "narrative": "离婚"}), "--model", "/dev/null")
    assert code == 1 and not rows and "/dev/null" in errors and len(errors.splitlines()) == 1, errors


run(sys.modules[__name__])
