// A case document flattened for engines that know tables only: facts, sides, claims and amounts by plain keys,
// and the flags of pack.mjs that hold. This is work that fenliu does inside the measured time (causes looked up,
// periods counted over public holidays); for the peers it is done before the clock starts.
import { tsv } from "./pack.mjs";

const DAY = 86400000;
const iso = (day) => new Date(day).toISOString().slice(0, 10);
const parse = (text) => Date.parse(text.slice(0, 10));

function addMonths(day, months) {
  const at = new Date(day);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, Math.min(at.getUTCDate(), last));
}

class Calendar {
  constructor(pack) {
    this.kinds = new Map(tsv(pack.dir, pack.about.calendar).map((row) => [row.date, row.kind]));
  }

  working(day) {
    const kind = this.kinds.get(iso(day));
    return kind ? kind === "work" : ![0, 6].includes(new Date(day).getUTCDay());
  }

  /* The last day of a period, moved past rest days. */
  end(event, { length, unit }) {
    let day = event;
    if (unit === "working_days") {
      for (let n = length; n > 0; n -= this.working(day)) day += DAY;
      return day;
    }
    day = unit === "months" ? addMonths(event, length) : event + length * DAY;
    while (!this.working(day)) day += DAY;
    return day;
  }
}

class Causes {
  constructor(pack) {
    this.sets = pack.sets;
    this.list = pack.list.name;
    this.rows = tsv(pack.dir, pack.list.file);
    this.parent = new Map(this.rows.map((row) => [row.code, row.parent]));
    this.known = new Map();
  }

  under(code, root) {
    for (let at = code; at; at = this.parent.get(at)) if (at === root) return true;
    return false;
  }

  /* Every code of a set: whole subtrees, ranges of numbers, other sets, and what is taken out again. */
  codes(words) {
    const key = JSON.stringify(words);
    if (this.known.has(key)) return this.known.get(key);
    const taken = new Set();
    for (const word of words) {
      const out = word.startsWith("-"), text = out ? word.slice(1) : word;
      for (const code of this.subtree(text)) out ? taken.delete(code) : taken.add(code);
    }
    this.known.set(key, taken);
    return taken;
  }

  subtree(text) {
    if (text.startsWith("@")) return this.codes(this.sets[text.slice(1)][this.list] ?? []);
    const range = /^(\d+)-(\d+)$/.exec(text);
    const roots = range ? Array.from({ length: range[2] - range[1] + 1 }, (_, i) => String(+range[1] + i)) : [text];
    return this.rows.map((row) => row.code).filter((code) => roots.some((root) => this.under(code, root)));
  }
}

function side(doc, names) {
  const parties = names.flatMap((name) => doc[name] ?? []);
  return {
    kinds: [...new Set(parties.map((p) => p.kind))],
    tags: [...new Set(parties.flatMap((p) => p.tags ?? []))],
    count: parties.length,
  };
}

const FLAGS = {
  cause: ({ causes }, flag, doc) => !!doc.cause && causes.codes(flag.what).has(doc.cause.code),
  history: () => false, // the cases of this bench have none
  within: (with_, flag, doc, end) => end(flag.what[0]) >= with_.asOf,
  past: (with_, flag, doc, end) => end(flag.what[0]) < with_.asOf,
  near: (with_, flag, doc, end) => {
    const [period, near] = flag.what, last = end(period);
    const horizon = near.unit === "months" ? addMonths(with_.asOf, near.length) : with_.asOf + near.length * DAY;
    return last >= with_.asOf && last <= horizon;
  },
};

export function flattener(pack) {
  const with_ = { causes: new Causes(pack), calendar: new Calendar(pack), asOf: parse(pack.day) };
  return (doc) => {
    const flat = { cause_known: !!doc.cause, claims: doc.claims ?? [], claims_known: !!doc.claims };
    for (const [name, of] of [["claimants", ["claimants"]], ["respondents", ["respondents"]], ["parties", ["claimants", "respondents"]]])
      for (const [what, value] of Object.entries(side(doc, of))) flat[`${name}_${what}`] = value;
    for (const [fact, value] of Object.entries(doc.facts ?? {})) flat[`facts_${fact}`] = value;
    if (doc.amount_fen !== undefined) flat.amount_fen = doc.amount_fen;
    const items = Object.values(doc.amounts_fen ?? {});
    if (items.length || flat.amount_fen !== undefined) flat.largest_item_fen = items.length ? Math.max(...items) : flat.amount_fen;
    for (const flag of pack.flags.values()) {
      const event = flat[flag.key];
      if (/^(within|past|near)$/.test(flag.kind) && event === undefined) continue;
      if (FLAGS[flag.kind](with_, flag, doc, (period) => with_.calendar.end(parse(event), period))) flat[flag.name] = true;
    }
    return flat;
  };
}
