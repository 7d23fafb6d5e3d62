"""Disputes as rows, counted by the engine's own statements: for sets of figures too many to play through desks.

Each visit of a dispute is a referral as it stands in the end; its effects are written by schema/queries/put_ledger.sql and its like,
in the order in which they happened, so that the path from rows to figures is the one of events and imports.
"""
import os
import subprocess

from harness import TOP

QUERIES = os.path.join(TOP, "schema", "queries")


def quote(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else "'%s'" % str(value).replace("'", "''")


def statement(name):
    with open(os.path.join(QUERIES, name + ".sql"), encoding="utf-8") as f:
        return f.read().strip()


class Rows:
    def __init__(self, court="430204"):
        self.court, self.id, self.lines, self.effects = court, 10 ** 12, [], []

    def next(self):
        self.id += 1
        return self.id

    def dispute(self, filed, *visits, claimants=1, street=None, community=None, closed=None):
        """visits: dicts of channel, procedure, entered, accepted, concluded, outcome … with days as text."""
        dispute, state = self.next(), "closed" if closed else "open"
        self.lines.append(
            "insert into dispute (court, dispute_id, source, ref, filed_at, filed_on, street, community, claimants, respondents, state, document, "
            "content_hash, received_at, closed_at) values (%s, %d, 'rows', '%d', '%s 09:00+08', '%s', %s, %s, %d, 1, '%s', '{}', '\\x01', '%s 09:00+08', %s);"
            % (quote(self.court), dispute, dispute, filed, filed, quote(street), quote(community), claimants, state, filed,
               quote(closed and closed + " 12:00+08")))
        for n, visit in enumerate(visits, 1):
            self.visit(dispute, n, street, **visit)
        if closed:
            self.effects.append((closed, 9, "execute put_ledger_closed(%s, '{%d}', '{%d}', '{%s}');" % (quote(self.court), dispute, self.next(), closed)))
        return dispute

    def visit(self, dispute, n, street, channel, procedure, entered, accepted=None, concluded=None, outcome=None, reason=None, fast=False,
              cause="103.3", cause_list="2020", domain="debt", mediator=None, body=None, due=None, paused=0, perform_by=None, performed=None):
        referral, moment = self.next(), lambda day: quote(day and day + " 10:00+08")
        row = {"court": quote(self.court), "referral_id": referral, "dispute_id": dispute, "decision_id": 1, "visit": n, "channel": quote(channel),
               "procedure": quote(procedure), "fast_track": quote(fast), "state": quote("concluded" if concluded else "accepted" if accepted else "queued"),
               "street": quote(street), "cause_list": quote(cause_list), "cause": quote(cause), "domain": quote(domain), "entered_at": moment(entered),
               "mediator": quote(mediator), "body": quote(body), "accepted_at": moment(accepted), "concluded_at": moment(concluded),
               "outcome": quote(outcome), "reason": quote(reason), "due_on": quote(due), "paused_days": paused}
        self.lines.append("insert into referral (%s) values (%s);" % (", ".join(row), ", ".join(str(v) for v in row.values())))
        self.count(referral, "entered", entered)
        if accepted:
            self.count(referral, "accepted", accepted)
        if concluded:
            self.count(referral, "concluded", concluded, "date '%s' - date '%s' - %d"
                       % (concluded, entered if channel in ("court", "triage") or not accepted else accepted, paused))
        if concluded and outcome in ("agreed", "mediated"):
            self.lines.append("insert into performance (court, referral_id, dispute_id, reached_on, due_on, pay_only) values (%s, %d, %d, '%s', %s, false);"
                              % (quote(self.court), referral, dispute, concluded, quote(perform_by)))
            self.count(referral, "due", perform_by or concluded)
        if performed:
            self.effects.append((performed, 8, "execute put_ledger_performed(%s, array[%d], '{whole}', array[%d]);" % (quote(self.court), referral, self.next())))

    def count(self, referral, measure, day, days="null"):
        order = ("entered", "accepted", "concluded", "due").index(measure)
        self.effects.append((day, order, "execute put_ledger(%s, '{%d}', '{%s}', '{%d}', '{%s}', array[%s]::int[]);" % (quote(self.court), referral, measure, self.next(), day, days)))

    def script(self):
        prepare = ["prepare put_ledger (text, bigint[], text[], bigint[], date[], int[]) as %s;" % statement("put_ledger"),
                   "prepare put_ledger_closed (text, bigint[], bigint[], date[]) as %s;" % statement("put_ledger_closed"),
                   "prepare put_ledger_performed (text, bigint[], text[], bigint[]) as %s;" % statement("put_ledger_performed")]
        effects = [effect for _, _, effect in sorted(self.effects, key=lambda e: e[:2])]
        # a cell that one transaction adds to thousands of times keeps each of its versions until the commit
        parts = [self.lines] + [effects[i:i + 50] for i in range(0, len(effects), 50)]
        return "\n".join(["set search_path = fenliu, stats; set statement_timeout = 0; set synchronous_commit = off;"] + prepare
                         + [line for part in parts for line in ["begin;"] + part + ["commit;"]])

    def put(self, conninfo):
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo], input=self.script(), text=True, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr[-2000:]
