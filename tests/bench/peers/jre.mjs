// The route path for json-rules-engine: an engine per stage, a priority of its own for every rule, and the first
// rule that holds stops the engine. Operators for lists are added, as its documentation advises.
import { STAGES } from "./pack.mjs";

const LISTS = {
  anyOf: (have, words) => have.some((w) => words.includes(w)),
  noneOf: (have, words) => !have.some((w) => words.includes(w)),
  onlyOf: (have, words) => have.length > 0 && have.every((w) => words.includes(w)),
  allOf: (have, words) => words.every((w) => have.includes(w)),
  known: (have, known) => (have !== undefined) === known,
};
const OPERATORS = {
  is: "equal", in: "in", notIn: "notIn", min: "greaterThanInclusive", max: "lessThanInclusive", above: "greaterThan", below: "lessThan",
};

function condition(tree) {
  if (tree.all) return { all: tree.all.map(condition) };
  if (tree.any) return { any: tree.any.map(condition) };
  if (tree.not) return { not: condition(tree.not) };
  return { fact: tree.key, operator: OPERATORS[tree.op] ?? tree.op, value: tree.value };
}

function engine({ Engine }, rules) {
  const made = new Engine([], { allowUndefinedFacts: true });
  for (const [name, holds] of Object.entries(LISTS)) made.addOperator(name, holds);
  rules.forEach((rule, n) => {
    const tree = condition(rule.when);
    made.addRule({
      name: rule.id, priority: rules.length - n, conditions: tree.all || tree.any ? tree : { all: [tree] },
      event: { type: rule.id, params: rule.then }, onSuccess: () => made.stop(),
    });
  });
  return made;
}

async function first(made, facts) {
  const { events } = await made.run(facts);
  return events[0];
}

/* A decision that answers flat documents. */
export function jre(library, pack) {
  const engines = Object.fromEntries(STAGES.map((stage) => [stage, engine(library, pack.stages[stage])]));
  return async (flat) => {
    const facts = { ...flat, ...(await first(engines.nature, flat)).params };
    const route = await first(engines.route, facts);
    const said = { channel: route.params.channel, procedure: route.params.procedure, fast_track: false, rule: route.type };
    if (said.channel !== "court") return said;
    said.procedure ??= (await first(engines.procedure, { ...facts, ...said })).params.procedure;
    said.fast_track = (await first(engines.fast_track, { ...facts, ...said })).params.fast_track;
    return said;
  };
}
