// The route path as one decision graph of GoRules zen: four decision tables in a row, hit policy "first". Two shapes
// of the same tables, since either could be the faster: "columns" has one column per member, as a table drawn by
// hand, with a column for what is not one member; "expression" has one column with the whole condition of a row.
import { STAGES } from "./pack.mjs";

const text = JSON.stringify;
/* No outer brackets: in a cell they would begin an interval. */
const OPS = {
  is: (k, v) => `${k} == ${text(v)}`,
  in: (k, v) => `${k} in ${text(v)}`,
  notIn: (k, v) => `${k} not in ${text(v)}`,
  known: (k, v) => `${k} ${v ? "!=" : "=="} null`,
  anyOf: (k, v) => `some(${k}, # in ${text(v)})`,
  noneOf: (k, v) => `none(${k}, # in ${text(v)})`,
  onlyOf: (k, v) => `len(${k}) > 0 and all(${k}, # in ${text(v)})`,
  allOf: (k, v) => v.map((word) => `some(${k}, # == ${text(word)})`).join(" and "),
  min: (k, v) => `${k} != null and ${k} >= ${v}`,
  max: (k, v) => `${k} != null and ${k} <= ${v}`,
  above: (k, v) => `${k} != null and ${k} > ${v}`,
  below: (k, v) => `${k} != null and ${k} < ${v}`,
};

function expression(tree) {
  if (tree.all) return tree.all.length ? `(${tree.all.map(expression).join(" and ")})` : "true";
  if (tree.any) return `(${tree.any.map(expression).join(" or ")})`;
  if (tree.not) return `(not (${expression(tree.not)}))`; // "not" binds closer than "=="
  return OPS[tree.op](tree.key, tree.value);
}

/* Cells by column: a plain test in the column of its key, all else in the column "". */
function cells(tree, shape) {
  if (shape === "expression") return { "": tree.all?.length === 0 ? "" : expression(tree) };
  const found = {}, rest = [];
  for (const part of tree.all ?? [tree]) {
    if (part.key && !(part.key in found)) found[part.key] = OPS[part.op]("$", part.value);
    else rest.push(part);
  }
  if (rest.length) found[""] = rest.map(expression).join(" and ");
  return found;
}

/* Stages that do not run for a case get a row in front that says so: two rows more than fenliu has rules. */
const FRONT = {
  procedure: { id: "-", cells: { "": 'channel != "court" or procedure != null' }, then: { procedure: "procedure" } },
  fast_track: { id: "-", cells: { "": 'channel != "court"' }, then: { fast_track: "false" } },
};

function table(stage, rules, shape) {
  const rows = rules.map((rule) => ({
    id: rule.id,
    cells: cells(rule.when, shape),
    then: Object.fromEntries(Object.entries(rule.then).map(([k, v]) => [k, text(v)])),
  }));
  if (FRONT[stage]) rows.unshift(FRONT[stage]);
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))];
  const outputs = [...new Set(rows.flatMap((row) => Object.keys(row.then))), `${stage}_rule`];
  return {
    id: stage, name: stage, type: "decisionTableNode",
    content: {
      hitPolicy: "first", passThrough: true, executionMode: "single", inputField: null, outputPath: null,
      inputs: keys.map((key, i) => ({ id: `i${i}`, name: key || "condition", ...(key ? { field: key } : {}) })),
      outputs: outputs.map((key, i) => ({ id: `o${i}`, name: key, field: key })),
      rules: rows.map((row, n) => ({
        _id: `${stage}${n}`,
        ...Object.fromEntries(keys.map((key, i) => [`i${i}`, row.cells[key] ?? ""])),
        ...Object.fromEntries(outputs.map((key, i) => [`o${i}`, key === `${stage}_rule` ? text(row.id) : row.then[key] ?? ""])),
      })),
    },
  };
}

export function graph(pack, shape) {
  const nodes = [
    { id: "in", name: "in", type: "inputNode" },
    ...STAGES.map((stage) => table(stage, pack.stages[stage], shape)),
    { id: "out", name: "out", type: "outputNode" },
  ];
  const edges = nodes.slice(1).map((node, i) => ({ id: `e${i}`, type: "edge", sourceId: nodes[i].id, targetId: node.id }));
  return { contentType: "application/vnd.gorules.decision", nodes, edges };
}

/* A decision that answers flat documents. */
export function zen({ ZenEngine }, pack, shape) {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(graph(pack, shape))));
  return async (flat) => {
    const { result } = await decision.evaluate(flat);
    return { channel: result.channel, procedure: result.procedure, fast_track: result.fast_track, rule: result.route_rule };
  };
}
