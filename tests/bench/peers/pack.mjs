// The route path of a policy pack on one day - the stages nature, route, procedure and fast track - as plain
// trees that other rule engines can be given: {all: […]}, {any: […]}, {not: tree} or one test
// {key, op, value} over a flat document (flat.mjs). Parameters are numbers already.
//
// What a flat table has no words for becomes a flag: a member of the flat document that is true or absent.
// A flag stands for one condition as written: the cause is in a set, a period has ended, the history holds
// something. flat.mjs sets the flags of a case before the clock starts.
import fs from "node:fs";
import path from "node:path";

export const STAGES = ["nature", "route", "procedure", "fast_track"];
const json = (...parts) => JSON.parse(fs.readFileSync(path.join(...parts), "utf8"));
const list = (value) => (Array.isArray(value) ? value : [value]);
const stands = (row, day) => row.from <= day && (!row.to || day <= row.to);

export function tsv(...parts) {
  const [head, ...lines] = fs.readFileSync(path.join(...parts), "utf8").split("\n").filter(Boolean).map((l) => l.split("\t"));
  return lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}

class Pack {
  constructor(dir, day) {
    Object.assign(this, { dir, day, flags: new Map(), tests: 0 });
    this.about = json(dir, "pack.json");
    this.params = json(dir, "parameters.json");
    this.sets = json(dir, "sets.json");
    this.list = this.about.cause_lists.find((l) => stands(l, day));
    this.stages = Object.fromEntries(STAGES.map((s) => [s, []]));
    for (const file of fs.readdirSync(path.join(dir, "rules")).sort()) {
      const { stage, rules } = json(dir, "rules", file);
      if (!STAGES.includes(stage)) continue;
      for (const rule of rules.filter((r) => stands(r, day)))
        this.stages[stage].push({ id: rule.id, when: this.tree(rule.when), then: rule.then });
    }
    this.rules = STAGES.reduce((n, s) => n + this.stages[s].length, 0);
  }

  test(key, op, value) {
    this.tests++;
    return { key, op, value };
  }

  /* The same condition written twice is one flag. */
  flag(kind, key, what) {
    const words = JSON.stringify([kind, key, what]);
    if (!this.flags.has(words)) this.flags.set(words, { name: `${kind}_${this.flags.size + 1}`, kind, key, what });
    return this.test(this.flags.get(words).name, "is", true);
  }

  number(value) {
    if (typeof value === "number") return value;
    if (typeof value === "object") return this.number(value.param) * (value.times ?? 1);
    return this.params[value.slice(1)].values.find((v) => stands(v, this.day)).value;
  }

  /* {length, unit: days | working_days | months} of "15d", "1y" or "$parameter". */
  period(text) {
    if (text.startsWith("$")) return { length: this.number(text), unit: this.params[text.slice(1)].unit };
    const [, n, unit] = /^(\d+)(d|wd|m|y)$/.exec(text);
    return { length: unit === "y" ? 12 * n : +n, unit: { d: "days", wd: "working_days", m: "months", y: "months" }[unit] };
  }

  words(key, value) {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      if ("not" in value) return this.test(key, "notIn", list(value.not));
      if ("unknown" in value) return this.test(key, "known", !value.unknown);
      const [op] = Object.keys(value);
      const what = list(value[op]).map((p) => this.period(p));
      return this.flag(op, key, what);
    }
    return Array.isArray(value) ? this.test(key, "in", value) : this.test(key, "is", value);
  }

  several(tests) {
    return tests.length === 1 ? tests[0] : { all: tests };
  }

  cause(value) {
    if (Array.isArray(value)) return this.flag("cause", "cause", value);
    if ("unknown" in value) return this.test("cause_known", "is", !value.unknown);
    if ("not" in value) return { not: this.cause(value.not) };
    return this.flag("cause", "cause", value[this.list.name] ?? []);
  }

  sets_of(key, value) {
    return this.several(Object.entries(value).map(([op, words]) =>
      op === "unknown" ? this.test(`${key}_known`, "is", !words) : this.test(key, `${op}Of`, words)));
  }

  range(key, value) {
    return this.several(Object.entries(value).map(([op, n]) =>
      op === "unknown" ? this.test(key, "known", !n) : this.test(key, op, this.number(n))));
  }

  member(key, value) {
    const flat = key.replace(".", "_");
    if (key === "any") return { any: value.map((w) => this.tree(w)) };
    if (key === "all") return { all: value.map((w) => this.tree(w)) };
    if (key === "not") return { not: this.tree(value) };
    if (key === "cause") return this.cause(value);
    if (key === "history") return this.flag("history", key, value);
    if (key === "claims" || /\.(tags|kinds)$/.test(key)) return this.sets_of(flat, value);
    if (/_fen$|\.count$/.test(key)) return this.range(flat, value);
    if (/^(alias|crosswalk_lost|contradicted|calendar_missing)$/.test(key)) return this.words(flat, value);
    return this.words(flat, value); // facts, nature, channel, procedure, domain
  }

  tree(when) {
    return this.several(Object.entries(when).map(([key, value]) => this.member(key, value)));
  }
}

export const readPack = (dir, day) => new Pack(dir, day);
