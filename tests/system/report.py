#!/usr/bin/env python3
"""Figures for people: traced to their cases, in every format; the report of a year; a period closed and printed again to the letter."""
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, run

daemon = Daemon(keeper_ms=20).start()
YEARS = {2020: 40, 2021: 60}
closed = {}


def path(name):
    return os.path.join(daemon.home, name)


# One of four kinds: mediated with success, failed and then fast-tracked, fast-tracked at once, of the union.
def dispute(year, n):
    month, kind = n % 12 + 1, n % 4
    day = lambda d: "%d-%02d-%02d" % (year, month, d)
    visit = {"entered_on": day(1), "accepted_on": day(2)}
    mediation = dict(visit, procedure="pre_filing_mediation", concluded_on=day(2 + n % 9), mediator="m%d" % (n % 3), body="b%d" % (n % 2))
    court = {"procedure": "small_claims", "fast_track": True, "entered_on": day(12), "concluded_on": day(20),
             "outcome": ("judgment", "mediated", "withdrawn")[n % 3], "mediator": "judge"}
    visits = {0: [dict(mediation, outcome="agreed")], 1: [dict(mediation, outcome="failed", reason="far_apart"), court], 2: [court],
              3: [dict(visit, procedure="union_mediation", concluded_on=day(9), outcome="agreed", mediator="u1")]}[kind]
    if kind == 3:
        for v in visits:
            v.pop("body", None)
    return {"ref": "%d-%d" % (year, n), "cause": "追索劳动报酬纠纷" if kind == 3 else ("民间借贷纠纷", "物业服务合同纠纷")[n % 2],
            "street": "43020400%d" % (n % 3 + 1), "claimants": "赵某某", "referrals": visits}


def bring(name, documents):
    with open(path(name), "w", encoding="utf-8") as f:
        f.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    daemon.fenliu("import", "--state", daemon.state, "--court", "430204", "--source", "old", path(name))


def fenliu(*arguments, **options):
    return daemon.fenliu(*arguments, "--state", daemon.state, **options)


def rows(*arguments):
    return json.loads(fenliu("stats", "--json", *arguments).stdout)["rows"]


def history():
    """two years come in, and verify finds no difference"""
    bring("years.jsonl", [dispute(year, n) for year, disputes in YEARS.items() for n in range(disputes)])
    totals = rows("--year", "2021")[0]
    assert (totals["pre_litigation_mediations"], totals["fast_track_cases"], totals["union_mediations"]) == (30, 30, 15), totals
    assert fenliu("verify").returncode == 0


def traced():
    """every figure that can be traced is the sum of its cases, in whole, by month and by channel"""
    known = {r[0] for r in daemon.sql(open(os.path.join(os.path.dirname(__file__), "..", "..", "schema", "queries", "list_traceable.sql"),
                                           encoding="utf-8").read())}
    assert {"fast_track_cases", "pre_litigation_mediations", "open_at_end"} <= known, known

    def cases(figure, *more):
        text = fenliu("stats", "--year", "2021", "--cases", figure, "--format", "csv", *more).stdout
        return sum(int(r["value"]) for r in csv.DictReader(io.StringIO(text)))

    totals = rows("--year", "2021")[0]
    tried = [name for name in totals if name in known]
    assert len(tried) > 15, tried
    for name in tried:
        assert cases(name) == totals[name], (name, cases(name), totals[name])
    for by, column in (("month", "pre_litigation_mediations"), ("quarter", "fast_track_cases"), ("channel", "concluded"), ("street", "succeeded")):
        for part in rows("--year", "2021", "--by", by)[:3]:
            assert cases(column, "--by", by, "--key", part["key"]) == part[column], (by, part)
    listed = fenliu("stats", "--year", "2021", "--cases", "concluded", "--format", "csv").stdout
    assert "赵" not in listed
    for lang, words in (("en", ("counted as", "mediation", "2021-")), ("zh", ("案件", "计为", "人民调解", "调解不成", "办结日"))):
        shown = fenliu("stats", "--year", "2021", "--cases", "concluded", lang=lang).stdout
        assert all(word in shown for word in words), (lang, shown[:600])
        left = set(re.findall(r"[a-z]+_[a-z_]+", shown))
        assert lang == "en" or not left, left
    wrong = fenliu("stats", "--year", "2021", "--cases", "weather", check=False)
    assert wrong.returncode == 2 and "fast_track_cases" not in wrong.stdout and "weather" in wrong.stderr


def dimensions():
    """the parts of every dimension add up, with words for keys in both languages; months that have not come are not listed"""
    whole = rows("--year", "2021")[0]
    for by in ("month", "quarter", "channel", "procedure", "cause", "domain", "street", "community", "body", "mediator"):
        parts = rows("--year", "2021", "--by", by)
        assert sum(p["concluded"] for p in parts) == whole["concluded"], by
    for lang, words in (("en", "court · small claims · fast track"), ("zh", "人民法院 · 小额诉讼程序 · 速裁")):
        assert words in fenliu("stats", "--year", "2021", "--by", "channel", lang=lang).stdout
    now = fenliu("stats", "--from", "2026-01-01", "--to", "2099-12-31", "--by", "month", "--format", "csv").stdout
    assert "2099" not in now.split("\n", 1)[1].replace("2099-12-31", ""), now[-300:]


def compared():
    """--compare shows this year's figure, last year's, difference and ratio"""
    parts = {r["figure"]: r for r in rows("--year", "2021", "--compare")}
    assert parts["pre_litigation_mediations"] == {"figure": "pre_litigation_mediations", "value": 30, "last_year": 20, "difference": 10, "ratio": 1.5}
    march = [r for r in rows("--year", "2021", "--by", "month", "--compare") if r["key"] == "2021-03" and r["figure"] == "concluded"][0]
    assert march["last_year"] == [r for r in rows("--year", "2020", "--by", "month") if r["key"] == "2020-03"][0]["concluded"], march


def spreadsheet():
    """a spreadsheet has typed numbers, a header that stays, formats for percent, and a sheet of definitions"""
    fenliu("stats", "--year", "2021", "--by", "channel", "--format", "xlsx", "--output", path("s.xlsx"))
    with zipfile.ZipFile(path("s.xlsx")) as book:
        sheet, styles, index = (book.read("xl/" + name).decode() for name in ("worksheets/sheet1.xml", "styles.xml", "workbook.xml"))
        definitions = book.read("xl/sharedStrings.xml").decode()
    assert re.search(r'<c r="G2"[^>]*><v>\d+</v></c>', sheet) and "pane" in sheet and 'state="frozen"' in sheet
    assert 'numFmtId="10"' in styles or "0.00%" in styles, styles
    assert len(re.findall("<sheet ", index)) == 2 and "诉前调解案件（旧系列" in definitions


class Page(HTMLParser):
    """Tags that are opened are closed, and nothing is asked of the outside."""

    def __init__(self, text):
        super().__init__()
        self.open, self.outside = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)
        self.outside += [v for k, v in attrs if k in ("src", "href", "xlink:href") and v and not v.startswith("#")]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()


def annual(lang="zh", *more):
    return fenliu("annual", "--year", "2021", *more, lang=lang).stdout


def report():
    """the paragraph of the report says what its tables say, beside the year before, in Chinese and English"""
    text = annual()
    paragraph = text.split("\n")[2]
    assert "受理诉前调解案件30件，办结30件，同比上升50.00%，其中调解成功15件，成功率50.00%（15÷30）" in paragraph, paragraph
    assert "办结速裁案件30件，同比上升50.00%" in paragraph, paragraph
    assert "| 诉前调解案件（件） | 30 | 20 | +10 | 50.00% |" in text, text[:1500]
    assert "| 调撤率（（调解＋撤诉）÷一审民事结案） | " in text
    quarter = fenliu("annual", "--year", "2021", "--quarter", "1", lang="zh").stdout
    assert "2021年第1季度" in quarter and "2021-04" not in quarter
    english = annual("en")
    assert text.startswith("# 株洲市石峰区人民法院2021年") and "Shifeng District People's Court, Zhuzhou" in english, (text[:80], english[:80])
    title = fenliu("annual", "--year", "2021", "--name", "示范法院", lang="zh").stdout
    assert title.startswith("# 示范法院2021年"), title[:80]
    nothing = fenliu("annual", "--year", "2021", "--court", "430202", "--format", "html", lang="zh")  # a court without a case
    assert "430202法院2021年" in nothing.stdout and nothing.stderr == "" and "<svg" not in nothing.stdout, nothing
    fenliu("annual", "--year", "2021", "--format", "xlsx", "--output", path("a.xlsx"))
    with zipfile.ZipFile(path("a.xlsx")) as book:
        assert len([n for n in book.namelist() if n.startswith("xl/worksheets/")]) > 6


def page():
    """the HTML page is whole, stands alone, and has charts where there is gnuplot; without it all else is there, and it says so"""
    text = annual("zh", "--format", "html")
    parsed = Page(text)
    assert parsed.open == [] and parsed.outside == [], (parsed.open, parsed.outside)
    drawn = subprocess.call(["sh", "-c", "command -v gnuplot >/dev/null"]) == 0
    assert text.count("<svg") == (3 if drawn else 0)
    os.environ["FENLIU_GNUPLOT"] = "/nonexistent/gnuplot"
    try:
        done = fenliu("annual", "--year", "2021", "--format", "html", lang="zh")
    finally:
        del os.environ["FENLIU_GNUPLOT"]
    assert "<svg" not in done.stdout and "没有gnuplot" in done.stdout and "gnuplot-nox" in done.stderr
    assert done.stdout.count("<table>") == text.count("<table>")


def close():
    """a period is closed once, by a clerk or an admin of the court, and only when it is over"""
    secret = path("mediator")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(daemon.token("mediator"))
    refused = fenliu("close-period", "--year", "2021", "--token-file", secret, check=False)
    assert refused.returncode == 1 and "mediator" in refused.stderr, refused.stderr
    assert fenliu("close-period", "--year", "2998", check=False).returncode == 1
    done = json.loads(fenliu("close-period", "--year", "2021", "--json").stdout)
    assert done["version"] == 1
    closed["id"], closed["text"] = done["publication_id"], annual()
    again = fenliu("close-period", "--year", "2021", check=False)
    assert again.returncode == 1 and "--again" in again.stderr and closed["id"] in again.stderr, again.stderr
    assert daemon.sql("select actor, data ->> 'publication_id' from event where type = 'period.closed'") == [["local-clerk", closed["id"]]] or \
        daemon.sql("select data ->> 'publication_id' from event where type = 'period.closed'") == [[closed["id"]]]
    assert int(daemon.sql("select count(*) from published_figure where section = 'total'")[0][0]) > 20
    assert "此后数字无变动" in closed["text"] or "Nothing has changed" in closed["text"], closed["text"][:800]


def letter():
    """a publication comes out again to the letter, whatever was reported since; a kept text that was changed is refused"""
    kept = {f: fenliu("annual", "--published", closed["id"], "--format", f, lang="zh").stdout for f in ("markdown", "html")}
    assert kept["markdown"].startswith("# 株洲市石峰区人民法院"), kept["markdown"][:80]
    late = dispute(2021, 0)
    bring("late.jsonl", [dict(late, ref="late-1"), dict(dispute(2021, 2), ref="late-2")])
    for form, text in kept.items():
        assert fenliu("annual", "--published", closed["id"], "--format", form, lang="zh").stdout == text
        stored = daemon.sql("select sha256 from published_document where format = '%s' and lang = 'zh'" % form)[0][0]
        assert hashlib.sha256(text.encode()).hexdigest() == stored
    daemon.sql("update published_document set text = text || ' ' where format = 'html' and lang = 'en'")
    bad = fenliu("annual", "--published", closed["id"], "--format", "html", check=False)
    assert bad.returncode == 1 and "not the one that was published" in bad.stderr, bad.stderr


def added():
    """what is reported later shows as added after closing, in the report and in the view; --again publishes another version beside it"""
    text = annual()
    assert "此后记录的事项使下列数字有变动" in text
    assert "| 诉前调解案件（件） | 30 | +1 | 31 |" in text, text[:1500]
    assert daemon.sql("select published, added_after, now from stats.published where section = 'total' and figure = 'fast_track_cases'") == \
        [["30", "1", "31"]]
    second = json.loads(fenliu("close-period", "--year", "2021", "--again", "--json").stdout)
    assert second["version"] == 2
    assert "办结30件" in fenliu("annual", "--published", closed["id"], lang="zh").stdout
    assert "办结31件" in fenliu("annual", "--published", second["publication_id"], lang="zh").stdout
    assert fenliu("verify").returncode == 0


def extract():
    """the extract has a line for each referral of the period and nobody's name; the dictionary explains every column"""
    lines = list(csv.DictReader(io.StringIO(fenliu("extract", "--from", "2021-01-01", "--to", "2021-12-31").stdout)))
    assert len(lines) == int(daemon.sql("select count(*) from referral where entered_at >= '2021-01-01+08' and entered_at < '2022-01-01+08'")[0][0])
    text = fenliu("extract", "--from", "2021-01-01", "--to", "2021-12-31", "--format", "jsonl").stdout
    assert len(text.splitlines()) == len(lines) and "赵" not in text and all(json.loads(line)["imported"] == "t" for line in text.splitlines())
    columns = list(csv.DictReader(io.StringIO(fenliu("dictionary", "--format", "csv").stdout)))
    assert len(columns) > 300 and [c for c in columns if not c["comment"]] == []
    assert "## stats.published" in fenliu("dictionary").stdout


run(sys.modules[__name__])
