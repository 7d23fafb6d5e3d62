// fenliu beside GoRules zen and json-rules-engine: the same rules, the same cases, one run. README.md says how.
// Prints "name value unit" lines and writes build/bench-peers.json. Started by run.sh.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { generator } from "./cases.mjs";
import { flattener } from "./flat.mjs";
import { jre } from "./jre.mjs";
import { readPack } from "./pack.mjs";
import { zen } from "./zen.mjs";

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const DAY = "2021-06-01";
const CASES = +(process.env.CASES ?? 1000), ROUNDS = +(process.env.ROUNDS ?? 7);
const REPEAT = 20; // of the cases in the filter's input, so that its start does not count for more than it would in use
const AT_ONCE = 100;
const policy = path.join(TOP, "deploy", "policy", "hunan");
const fenliu = path.join(TOP, "build", "fenliu");
const library = createRequire(`${process.env.PEERS}/`);

const values = [];
function say(name, value, unit) {
  const short = value >= 1000 ? Math.round(value) : +value.toPrecision(3);
  values.push({ name, value: short, unit });
  console.log(`${name} ${short} ${unit}`);
}

function run(program, args) {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.error ?? done.stderr}`);
  return done.stdout;
}

/* --- the contenders: each answers all lines once --- */

const alone = (decide) => async (lines) => {
  for (const line of lines) JSON.stringify(await decide(JSON.parse(line)));
};
const together = (decide) => async (lines) => {
  for (let i = 0; i < lines.length; i += AT_ONCE)
    await Promise.all(lines.slice(i, i + AT_ONCE).map(async (line) => JSON.stringify(await decide(JSON.parse(line)))));
};
const parsed = (decide) => async (_, flats) => {
  for (const flat of flats) await decide(flat);
};
/* The filter as a child: its processor time is what the shell counted for its children. */
const filter = (file) => () => {
  const said = run("sh", ["-c", '"$0" decide "$1" >/dev/null && times', fenliu, file]).trim().split("\n")[1];
  return said.split(" ").reduce((sum, t) => sum + t.split("m")[0] * 60e6 + parseFloat(t.split("m")[1]) * 1e6, 0);
};
const OURS = "fenliu_decide_json";

/* One round of one contender: microseconds of wall clock and of processor (all threads) a case. */
async function measure(name, contender, lines, flats) {
  const cpu = process.cpuUsage(), start = process.hrtime.bigint();
  const child = await contender(lines, flats);
  const wall = Number(process.hrtime.bigint() - start) / 1000, own = process.cpuUsage(cpu);
  const answered = name === OURS ? CASES * REPEAT : CASES;
  return { wall: wall / answered, cpu: (child ?? own.user + own.system) / answered };
}

async function agreement(decide, flats, ours) {
  let same = 0;
  for (let i = 0; i < flats.length; i++) {
    const said = await decide(flats[i]);
    same += ["channel", "procedure", "fast_track", "rule"].every((key) => said[key] === ours[i][key]);
  }
  return same;
}

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
function sayTimes(name, times) {
  say(name, median(times), "us");
  say(`${name}_fastest`, Math.min(...times), "us");
  say(`${name}_slowest`, Math.max(...times), "us");
}

async function main() {
  const pack = readPack(policy, DAY), flatten = flattener(pack), make = generator(policy);
  const docs = Array.from({ length: CASES }, (_, n) => make(n, Date.parse(DAY)));
  const flats = docs.map(flatten), lines = flats.map((flat) => JSON.stringify(flat));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fenliu-peers-"));
  const one = path.join(folder, "cases"), many = path.join(folder, "cases-many");
  const text = docs.map((doc) => `${JSON.stringify(doc)}\n`).join("");
  fs.writeFileSync(one, text);
  fs.writeFileSync(many, text.repeat(REPEAT));

  const ours = run(fenliu, ["decide", one]).trim().split("\n").map((line) => JSON.parse(line));
  const deciders = {
    zen_columns: zen(library("@gorules/zen-engine"), pack, "columns"),
    zen_expression: zen(library("@gorules/zen-engine"), pack, "expression"),
    json_rules_engine: jre(library("json-rules-engine"), pack),
  };
  say("peers_rules", pack.rules, "rules");
  say("peers_conditions", pack.tests, "conditions");
  say("peers_cases", CASES, "cases");
  say("peers_case_bytes", text.length / CASES, "bytes");
  say("peers_flat_bytes", lines.join("").length / CASES, "bytes");
  for (const [name, decide] of Object.entries(deciders)) // also the warm-up: every case once
    say(`${name}_agrees`, (await agreement(decide, flats, ours)) / CASES, "ratio");

  const contenders = { [OURS]: filter(many) };
  for (const [name, decide] of Object.entries(deciders)) {
    contenders[`${name}_json`] = alone(decide);
    contenders[`${name}_json_${AT_ONCE}_at_once`] = together(decide);
    contenders[`${name}_parsed`] = parsed(decide);
  }
  delete contenders[`json_rules_engine_json_${AT_ONCE}_at_once`]; // to stop at the first match is per engine, not per case
  const times = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, contender] of Object.entries(contenders)) {
      const { wall, cpu } = await measure(name, contender, lines, flats);
      (times[name] ??= []).push(wall);
      (times[`${name}_cpu`] ??= []).push(cpu);
    }
  for (const [name, list] of Object.entries(times)) sayTimes(name, list);

  const inside = {};
  for (const line of run(process.env.BENCH_DECIDE, [policy]).trim().split("\n")) {
    const [name, value, unit] = line.split(" ");
    if (/^decide_(route|full)_few_facts/.test(name)) say(name, (inside[name] = +value), unit);
  }
  const best = (names, what) => Math.min(...names.map((name) => median(times[`${name}_${what}`])));
  for (const [name, shapes] of [["zen", ["zen_columns", "zen_expression"]], ["json_rules_engine", ["json_rules_engine"]]]) {
    say(`${name}_to_fenliu_json`, best(shapes, "json") / median(times[OURS]), "ratio");
    say(`${name}_to_fenliu_json_cpu`, best(shapes, "json_cpu") / median(times[`${OURS}_cpu`]), "ratio");
    const at_once = `json_${AT_ONCE}_at_once`;
    if (name === "zen") say(`zen_to_fenliu_${at_once}`, best(shapes, at_once) / median(times[OURS]), "ratio");
    say(`${name}_to_fenliu_route`, best(shapes, "parsed_cpu") / inside.decide_route_few_facts * 1000, "ratio");
    say(`${name}_to_fenliu_with_missing`, best(shapes, "parsed_cpu") / inside.decide_full_few_facts, "ratio");
  }
  fs.rmSync(folder, { recursive: true });
  const version = (name) => library(`${name}/package.json`).version;
  const about = {
    day: new Date().toISOString().slice(0, 10),
    commit: (spawnSync("git", ["-C", TOP, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout ?? "").trim(),
    cpu: os.cpus()[0]?.model ?? "", cores: os.cpus().length, load: +os.loadavg()[0].toFixed(1), node: process.version,
    zen_engine: version("@gorules/zen-engine"), json_rules_engine: version("json-rules-engine"), values,
  };
  fs.writeFileSync(path.join(TOP, "build", "bench-peers.json"), `${JSON.stringify(about, null, 1)}\n`);
}

await main();
