#!/usr/bin/env python3
"""How fast past years come in: N disputes of one or two visits each, checked, sealed, counted, one file.

usage: tests/bench/import.py [N]      one "name value unit" a line
"""
import csv
import json
import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system", "lib"))
from harness import Daemon

N = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
COLUMNS = ("ref", "procedure", "fast_track", "cause", "entered_on", "accepted_on", "concluded_on", "outcome", "reason", "mediator",
           "street", "amount_yuan")

daemon = Daemon(keeper_ms=60000).start()
path = os.path.join(daemon.home, "years.csv")
lines = 0
with open(path, "w", encoding="utf-8", newline="") as out:
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for i in range(N):
        month, street = 1 + i % 6, "43020400%d" % (1 + i % 5)
        day = lambda m, d: "2021-%02d-%02d" % (m, d)
        failed = i % 3 == 0
        table.writerow(("R%d" % i, "pre_filing_mediation", "no", "民间借贷纠纷", day(month, 1 + i % 27), day(month, 1 + i % 27), day(month + 1, 2),
                        "failed" if failed else "agreed", "far_apart" if failed else "", "m%d" % (i % 40), street, 1000 + i % 9000))
        if failed:
            table.writerow(("R%d" % i, "small_claims", "yes", "民间借贷纠纷", day(month + 1, 2), day(month + 1, 2), day(month + 2, 3), "judgment", "", "", street,
                            1000 + i % 9000))
        lines += 1 + failed
began = time.monotonic()
done = json.loads(daemon.fenliu("import", "--state", daemon.state, "--json", "--court", "430204", "--source", "old", path).stdout)
took = time.monotonic() - began
assert (done["stored"], done["referrals"]) == (N, lines), done
print("import %.0f referrals/s" % (lines / took))
print("import_disputes %.0f disputes/s" % (N / took))
daemon.stop()
