#!/usr/bin/env python3
"""A mediator's day at a terminal: what is missing is asked for with its choices, never in a pipe; lists fit the screen."""
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
import fcntl
import struct
import termios
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import DESKS, FENLIU, Daemon, case, run

daemon = Daemon(synthetic="yes", clock="manual").start()
intake, mediation = daemon.client(), daemon.desk("mediation")
NAME = "李调解员"


def clock(now):
    intake.result("clock.set", {"now": now})


def push(ref, **changes):
    return intake.result("case.submit", {"case": case(ref, **changes)})["case_id"]


def environment(desk="mediation", lang="zh"):
    return dict(os.environ, FENLIU_INTAKE_URL=daemon.url(), HOME=daemon.home, FENLIU_STATE=daemon.state, FENLIU_DESK=desk,
                FENLIU_MEDIATOR=NAME, TERM="xterm", LC_ALL="C.UTF-8" if lang == "en" else "zh_CN.UTF-8",
                **{"FENLIU_%s_URL" % d.upper(): daemon.url("desk_" + d) for d in DESKS})


class Terminal:
    """fenliu on a terminal of its own: what it shows is waited for, answers are typed."""

    def __init__(self, *arguments, columns=80, desk="mediation", lang="zh"):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        mode = termios.tcgetattr(theirs)
        mode[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, mode)
        self.fd, self.seen = ours, ""
        self.process = subprocess.Popen([FENLIU, "--lang", lang] + list(arguments), stdin=theirs, stdout=theirs, stderr=theirs,
                                        env=environment(desk, lang), cwd="/")
        os.close(theirs)
        self.raw = b""

    def read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self.fd, 65536)
        except OSError:  # the other side is closed
            piece = b""
        self.raw += piece
        self.seen = self.raw.decode(errors="replace").replace("\r\n", "\n")
        return bool(piece)

    def expect(self, text, seconds=30):
        end = time.monotonic() + seconds
        while text not in self.seen:
            left = end - time.monotonic()
            if left <= 0 or not (self.read(left) or text in self.seen):
                raise AssertionError("no %r in %r" % (text, self.seen))
        self.seen = self.seen[self.seen.index(text) + len(text):]
        self.raw = self.seen.encode()
        return self

    def type(self, line):
        os.write(self.fd, (line + "\n").encode())
        return self

    def end(self, status=0):
        while self.read(30):
            pass
        code = self.process.wait(30)
        os.close(self.fd)
        assert code == status, (code, self.seen)
        return self.seen


def piped(*arguments, desk="mediation"):
    return subprocess.run([FENLIU, "--lang", "en"] + list(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=environment(desk), cwd="/", timeout=60)


def state(referral):
    return daemon.sql("select state, outcome, reason from referral where referral_id = " + referral)[0]


clock("2021-03-08T09:00:00+08:00")


def pulled():
    """pull shows who it is about, the amount in yuan, why it is here, what is missing and until when to accept"""
    push("t-1")
    shown = Terminal("pull").end()
    for said in ("示*", "30,000.00 元", "人民调解", "理由", "尚需了解", "接受限期", "fenliu accept"):
        assert said in shown, (said, shown)


def accepted():
    """accept without a number asks which offer is meant, and then shows the whole case with the telephone"""
    push("t-2", claimants=[{"kind": "person", "name": "示例丙", "phone": "0731-2222"}])
    Terminal("pull").end()
    t = Terminal("accept")
    t.expect("哪一件").type("9").expect("哪一件").type("1")
    shown = t.end()
    assert "示例" in shown and "办结限期" in shown, shown
    shown = Terminal("accept").expect("哪一件").type("1").end()
    assert "0731-2222" in shown, shown


def held(index=0):
    rows = json.loads(piped("list", "--json", "--mediator", NAME).stdout)["referrals"]
    return [r for r in rows if r["state"] == "accepted"][index]["referral_id"]


def noted():
    """note asks what kind it is, for an appointment when, and what to write"""
    referral = held()
    Terminal("note", referral).expect("约定时间").expect("编号").type("x").expect("请输入1至4").expect("编号").type("2") \
        .expect("何时").type("2021-03-10 09:30").expect("内容").type("社区调解室").end()
    row = daemon.sql("select data ->> 'kind', data ->> 'at' from event where type = 'referral.noted'")
    assert row == [["appointment", "2021-03-10T09:30:00.000+08:00"]], row


def extended():
    """extend asks for the days and the consent; without a yes nothing happens"""
    referral = held()
    Terminal("extend", referral).expect("延长几日").type("many").expect("延长几日").type("5").expect("各方均同意").type("否").end(2)
    before = daemon.sql("select due_on from referral where referral_id = " + referral)
    Terminal("extend", referral).expect("延长几日").type("5").expect("各方均同意").type("是").end()
    assert daemon.sql("select due_on from referral where referral_id = " + referral) != before


def reported():
    """report offers the outcomes and the end reasons of the desk by number, in Chinese"""
    referral = held()
    Terminal("report", referral).expect("结果如何").expect("调解不成").expect("编号").type("failed").expect("为什么").expect("编号").type("1").end()
    assert state(referral)[:2] == ["concluded", "failed"] and state(referral)[2], state(referral)


def no_answer():
    """an input that ends is a wrong use, and nothing was reported"""
    referral = held()
    t = Terminal("report", referral).expect("编号")
    os.write(t.fd, b"\x04")
    t.end(2)
    assert state(referral)[0] == "accepted"


def in_a_pipe():
    """in a pipe nobody is asked: exit 2 names the option and what it may be"""
    referral = held()
    for command, option in (("report", "--outcome"), ("decline", "--reason"), ("extend", "--days"), ("note", "--text")):
        done = piped(command, referral)
        assert done.returncode == 2 and option in done.stderr and done.stdout == "", (command, done)
    done = piped("report", referral, "--outcome", "failed")
    assert done.returncode == 2 and "--reason" in done.stderr and "far_apart" in done.stderr, done
    done = piped("note", referral, "--kind", "appointment", "--text", "社区调解室")
    assert done.returncode == 2 and "--at" in done.stderr, done
    done = piped("accept")
    assert done.returncode == 2 and done.stdout == "", done
    assert state(referral)[0] == "accepted"


def routed():
    """at the triage desk the clerk is shown what each fact would lead to, and asked where to, which procedure, and why"""
    push("t-9", respondents=[{"kind": "person", "name": "示例乙"}], cause={"version": "2020", "code": "186.5"}, claims=["wages"])
    shown = Terminal("pull", desk="triage").end()
    assert "尚需了解" in shown or "若" in shown, shown
    shown = Terminal("accept", desk="triage").expect("哪一件").type("1").end()
    referral = re.search(r"转办 (\d+)", shown).group(1)
    Terminal("report", referral, "--outcome", "routed", desk="triage").expect("送往哪里").expect("编号").type("人民法院") \
        .expect("什么程序").expect("编号").type("summary").expect("理由属于哪一类").expect("编号").type("facts_learned") \
        .expect("为什么").type("双方是劳务关系").end()
    assert daemon.sql("select to_channel, reason from stats.overrule") == [["court", "facts_learned"]]


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def thirty():
    """thirty open cases are a table that fits 80 columns and 40: due soonest first, overdue and near marked, colours on a terminal only"""
    for n in range(30):
        push("l-%02d" % n)
    for n in range(30):
        if n == 10:
            clock("2021-03-20T09:00:00+08:00")
        offer = mediation.result("desk.pull", {"mediator": NAME, "max": 1})["offers"][0]
        mediation.result("desk.accept", {"referral_id": offer["referral_id"], "claim": offer["claim"]})
    clock("2021-04-05T09:00:00+08:00")
    for width in (80, 40):
        shown = Terminal("list", columns=width).end()
        assert "\033[3" in shown, "colours on a terminal"
        plain = re.sub("\033\\[[0-9]*m", "", shown).splitlines()
        assert max(columns(line) for line in plain) <= width, (width, plain[:4])
        dates = [line[2:12] for line in plain if re.match(r"[!* ] \d{4}-", line)]
        assert len(dates) >= 30 and dates == sorted(dates), dates
    done = piped("list")
    assert "\033[" not in done.stdout
    marks = [line[0] for line in done.stdout.splitlines() if re.match(r"[!* ] \d{4}-", line)]
    assert "!" in marks or "*" in marks, done.stdout
    assert json.loads(piped("list", "--json").stdout)["referrals"]


def refused():
    """a refusal is Chinese to its last word, each fault with its place; in English it is what the wire says"""
    case_id = push("t-refused")
    shown = Terminal("show", "court", "nowhere").end(1)
    assert "未找到：法院430204没有该来源、编号的案件" in shown, shown
    shown = Terminal("amend", case_id, "--reason", "更正").end(1)
    assert "输入不符合规定：请至少写明facts" in shown, shown
    shown = Terminal("amend", case_id, "--facts", '{"union_at_employer":3}', "--amount-fen", "5", "--reason", "更正").end(1)
    assert "/facts/union_at_employer：应为true或false，不是数字" in shown, shown
    shown = Terminal("withdraw", case_id, "--reason", "撤回").end()
    shown = Terminal("withdraw", case_id, "--reason", "撤回").end(1)
    assert "当前状态不允许此步骤：纠纷%s不在办理中" % case_id in shown and not re.search("[a-z]{3,} [a-z]{3,} [a-z]", shown), shown
    done = piped("show", "court", "nowhere")
    assert "there is no such thing: court 430204 has no case of that source and ref" in done.stderr, done.stderr


def file_in_words():
    """what happened to a case is told without a code; in English the codes are the words"""
    case_id = push("t-words", claimants=[{"kind": "person", "name": "示例词"}])
    offer = {"case_id": None}
    while offer["case_id"] != case_id:
        offer = mediation.result("desk.pull", {"mediator": NAME, "max": 1})["offers"][0]
        mediation.result("desk.accept", {"referral_id": offer["referral_id"], "claim": offer["claim"]})
    for step in (("pause", "--why", "appraisal"), ("resume",), ("extend", "--days", "2", "--consent"),
                 ("report", "--outcome", "failed", "--reason", "far_apart")):
        Terminal(step[0], offer["referral_id"], "--claim", offer["claim"], *step[1:]).end()
    shown = Terminal("show", case_id, columns=400).end()
    for said in ("查阅个人信息  接受案件", "中止计期  鉴定期间", "调解  2日", "当事人分歧较大"):
        assert said in shown, (said, shown)
    happened = shown[shown.index("经过"):]
    assert not re.search("[a-z]{4,}", re.sub("（[a-z-]+）|hunan@\\w+", "", happened)), happened
    shown = piped("show", case_id).stdout
    assert "accepted" in shown and "appraisal" in shown and "mediate  2 days" in shown, shown


run(sys.modules[__name__])
