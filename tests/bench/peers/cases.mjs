// Generated case documents without a meaning, valid by docs/case.schema.json; the same seed gives the same cases.
// Shares are chosen so that all rungs of the ladder are reached: a third labour, a third of the everyday civil
// causes, a third anything; nine in ten know the claims, most know whether mediation is agreed to, every other
// fact is known in one case of fourteen. No history.
//
// Alone: node cases.mjs CASES [SEED] [FROM TO]   prints JSON Lines, filed evenly between the days
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { tsv } from "./pack.mjs";

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const DAY = 86400000;
const KNOWN_IN = 14;
const EVERYDAY = ["103.3", "84", "121", "111.2", "374", "14", "139", "1", "137.2", "127", "53", "94", "380", "22.1"];
const LABOUR = ["186.5", "186.6", "186.1", "186.2", "187.2", "187.1", "186", "191"];

function dice(seed) {
  let state = BigInt(seed);
  const mask = (1n << 64n) - 1n;
  return (sides) => {
    state ^= (state << 13n) & mask;
    state ^= state >> 7n;
    state ^= (state << 17n) & mask;
    return Number((state >> 33n) % BigInt(sides));
  };
}

export function generator(dir, seed = 20210601) {
  const schema = JSON.parse(fs.readFileSync(path.join(TOP, "docs", "case.schema.json"), "utf8"));
  const { party, claim } = schema.$defs, facts = schema.properties.facts.properties;
  const tags = party.properties.tags.items.enum, kinds = party.properties.kind.enum;
  const pack = JSON.parse(fs.readFileSync(path.join(dir, "pack.json"), "utf8"));
  const codes = Object.fromEntries(pack.cause_lists.map((l) => [l.name, tsv(dir, l.file).map((row) => row.code)]));
  const roll = dice(seed);
  const pick = (words) => words[roll(words.length)];
  const some = (words) => [...new Set(Array.from({ length: 1 + roll(2) }, () => pick(words)))];

  function cause(list, code) {
    return { version: list.name, code: codes[list.name].includes(code) ? code : pick(codes[list.name]) };
  }

  function fact(info, day) {
    if (info.enum) return pick(info.enum);
    return info.type === "boolean" ? roll(2) === 0 : new Date(day - roll(roll(2) ? 40 : 420) * DAY).toISOString().slice(0, 10);
  }

  function sides(labour) {
    const worker = { kind: "person", name: "示例甲", tags: ["worker"] }, firm = { kind: "company", name: "示例公司", tags: ["employer"] };
    if (labour && roll(8)) return roll(8) ? [worker, firm] : [firm, worker];
    return ["甲", "乙"].map((name) => ({
      kind: roll(2) ? "person" : pick(kinds), name: `示例${name}`, ...(roll(3) ? {} : { tags: some(tags) }),
    }));
  }

  return (n, day) => {
    const today = new Date(day).toISOString().slice(0, 10), kind = roll(3);
    const list = pack.cause_lists.find((l) => l.from <= today && (!l.to || today <= l.to));
    const [claimant, respondent] = sides(kind === 0);
    const doc = {
      source: "bench", ref: `P${n}`, court: "430204", filed_at: `${today}T09:00:00+08:00`,
      claimants: Array.from({ length: roll(12) ? 1 : 10 }, () => claimant), respondents: [respondent],
      narrative: "（合成数据）双方因款项支付发生争议，多次协商没有结果。",
    };
    if (roll(12)) doc.cause = cause(list, kind === 2 ? pick(codes[list.name]) : pick(kind ? EVERYDAY : LABOUR));
    if (roll(10)) doc.claims = some(claim.enum);
    if (roll(4)) doc.amount_fen = roll(2) ? roll(3200000) : roll(90000000);
    doc.facts = {};
    for (const [name, info] of Object.entries(facts)) if (roll(KNOWN_IN) === 0) doc.facts[name] = fact(info, day);
    if (roll(4)) doc.facts.consent_to_mediate = pick(facts.consent_to_mediate.enum);
    return doc;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [n, seed = "20210601", from = "2021-06-01", to = from] = process.argv.slice(2);
  const make = generator(path.join(TOP, "deploy", "policy", "hunan"), seed);
  const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
  for (let i = 0; i < n; i++) process.stdout.write(`${JSON.stringify(make(i, Date.parse(from) + Math.floor((i * days) / n) * DAY))}\n`);
}
