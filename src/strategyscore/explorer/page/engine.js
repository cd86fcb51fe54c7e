// The evaluator of compiled rubrics, in the browser: the twin of strategyscore.scoring.engine.
//
// A program is what Program.to_data tells. Columns are arrays of numbers, one for each country; NaN is missing, and is
// left out with its weight. Everything here is a function of its arguments, without a document or a network.

import { aggregate, AGGREGATIONS, ends, fails, mean, modify, round, stretch, tieOf } from "./kernels.js";
import { applies, incomplete, MISSING_RULES, settled, withholds } from "./missing.js";

const SLACK = 1e-12;

// What a program of format 1 says; a key that is not among these changes scores in a way that is not known here.
const PROGRAM_KEYS = ["format", "scale", "minimum_coverage", "decimals", "nodes", "criteria", "groups"];
const GROUP_KEYS = [
  "node", "children", "shares", "aggregate", "weights", "rescale", "decimals", "missing", "multiply_by", "adjust", "gates", "bands",
];

/** What of a program has no twin here: pairs of a node's position and the name of a method or a key. */
export function untwinned(program) {
  const strange = (item, known) => Object.keys(item).filter((key) => !known.includes(key) && !idle(item[key]));
  const found = strange(program, PROGRAM_KEYS).map((key) => [0, key]);
  if (program.format !== 1) found.push([0, "another format of programs"]);
  for (const group of program.groups) {
    found.push(...strange(group, GROUP_KEYS).map((key) => [group.node, key]));
    if (!AGGREGATIONS.includes(group.aggregate.method)) found.push([group.node, group.aggregate.method]);
    const weights = typeof group.weights === "string" ? group.weights : group.weights.method;
    if (weights !== "given") found.push([group.node, weights]);
    if (!MISSING_RULES.includes(group.missing?.rule ?? "available")) found.push([group.node, group.missing.rule]);
  }
  return found;
}

/** Whether a setting is switched off. */
function idle(value) {
  return value === null || value === false || (typeof value === "object" && !Object.keys(value).length);
}

/** A column of numbers from JSON, where null is missing. */
export function columnOf(list) {
  return Float64Array.from(list, (value) => (value === null ? NaN : value));
}

/** The criteria as the engine takes them, from what explorer.numbers.engine_data tells. */
export function preparedOf(data) {
  const sides = ["values", "lower", "upper", "coverage", "worst", "best", "imputed"].filter((name) => data[name]);
  const prepared = Object.fromEntries(sides.map((name) => [name, data[name].map(columnOf)]));
  return { ...prepared, factors: Object.fromEntries(Object.entries(data.factors ?? {}).map(([name, list]) => [name, columnOf(list)])) };
}

/** The same program with other shares, by the position of a group. */
export function withShares(program, shares) {
  if (!Object.keys(shares).length) return program;
  return { ...program, groups: program.groups.map((group) => ({ ...group, shares: shares[group.node] ?? group.shares })) };
}

/** A column for every node of a program, those of the groups to be filled by `evaluate`. */
export function columnsOf(program, leaves) {
  const n = leaves[0].length;
  const columns = program.nodes.map(() => null);
  program.criteria.forEach((node, index) => (columns[node] = leaves[index]));
  for (const group of program.groups) columns[group.node] = new Float64Array(n);
  return columns;
}

/** What an evaluation needs beside the scores of the criteria: the columns that multiply, and where a node applies. */
export function besideOf(program, prepared) {
  return { factors: prepared.factors ?? {}, applies: withholds(program) ? applies(program, prepared.coverage) : null };
}

/** The columns of the criteria rounded where the program rounds them, beside those of the groups. */
function counted(program, columns) {
  if (!program.decimals) return columns;
  const result = [...columns];
  for (const node of program.criteria) {
    result[node] = Float64Array.from(columns[node]);
    round(result[node], program.decimals);
  }
  return result;
}

/**
 * Score every group, bottom up.
 *
 * `columns` come from `columnsOf`; those of the groups are overwritten. `shares` holds the weights of a draw by the
 * position of a group, `beside` is what `besideOf` tells. As in a draw, a rescaled group in which all are equal has all at
 * the lowest.
 */
export function evaluate(program, columns, beside, shares = {}) {
  const below = counted(program, columns);
  for (const group of program.groups) {
    const out = columns[group.node];
    aggregate(program, group, below, shares[group.node] ?? group.shares, out);
    if (beside.applies && group.missing.rule === "withhold") incomplete(group, below, beside.applies, out);
    if (group.rescale) stretch(out, ends(out), program.scale);
    modify(program, group, [out], (node) => [columns[node]], beside.factors);
    if (group.decimals) round(out, group.decimals);
  }
  return columns[0];
}

/**
 * Scores, bounds and coverage of every node, with other weights by the position of a group.
 *
 * `prepared` is what `preparedOf` makes. A country at its worst is held against the others as they are, and a score lies
 * within its bounds. Gives, beside the columns of every node, the `program` with these weights, the criteria as they count
 * (`prepared`), and the scores as gates see them (`seen`).
 */
export function score(program, prepared, shares = {}) {
  const own = withShares(program, shares);
  const here = settled(own, prepared);
  const beside = besideOf(own, here);
  const sides = [here.values, here.lower, here.upper].map((leaves) => columnsOf(own, leaves));
  const below = sides.map((columns) => counted(own, columns));
  const coverage = columnsOf(own, here.coverage);
  for (const group of own.groups) {
    const out = sides.map((columns) => columns[group.node]);
    below.forEach((columns, side) => {
      aggregate(program, group, columns, group.shares, out[side]);
      if (beside.applies && group.missing.rule === "withhold") incomplete(group, columns, beside.applies, out[side]);
    });
    if (group.rescale) {
      const found = ends(out[0]);
      if (found[0] === found[1]) {
        const why = "all present values are equal, so there is no range to place them in";
        throw new RangeError(`${own.nodes[group.node]}: ${why}`);
      }
      out.forEach((side, index) => stretch(side, found, own.scale, index > 0));
    }
    modify(own, group, out, (node) => sides.map((columns) => columns[node]), beside.factors);
    if (group.decimals) out.forEach((side) => round(side, group.decimals));
    const [value, low, high] = out;
    for (let row = 0; row < value.length; row += 1) {
      if (value[row] < low[row]) low[row] = value[row];
      if (value[row] > high[row]) high[row] = value[row];
    }
    mean(group.children, coverage, group.shares, coverage[group.node]);
  }
  for (const group of own.groups) {
    const out = coverage[group.node];
    for (let row = 0; row < out.length; row += 1) if (out[row] > 1 - SLACK) out[row] = 1;
  }
  const [values, lower, upper] = below;
  return { values, lower, upper, coverage, seen: sides[0], program: own, prepared: here, beside };
}

/** Whether less of a node is answered than the program's minimum, so that a score counts and has no rank. */
export function thin(program, scores, node) {
  const least = program.minimum_coverage - SLACK;
  return Array.from(scores.values[node], (value, row) => scores.coverage[node][row] < least && !Number.isNaN(value));
}

/** The ranks of a node's scores; NaN where there is no score, or a thin one. */
export function ranksOf(program, scores, node) {
  const thinly = thin(program, scores, node);
  const ranked = scores.values[node].map((value, row) => (thinly[row] ? NaN : value));
  return ranks(ranked, program.criteria.includes(node) ? 0 : tieOf(program));
}

/** Competition ranks: 1 is best, ties share the better rank, NaN has none. */
export function ranks(scores, tie) {
  const order = Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]));
  order.sort((one, other) => scores[other] - scores[one]);
  const result = new Float64Array(scores.length).fill(NaN);
  order.forEach((row, place) => {
    const before = order[place - 1];
    const same = place > 0 && scores[before] - scores[row] <= tie;
    result[row] = same ? result[before] : place + 1;
  });
  return result;
}

/** What becomes of each country at a gate: pass, fail, not known, or not applicable. */
export function passes(program, scores, gate) {
  return Array.from(scores.seen[gate.node], (value, row) => {
    if (!Number.isNaN(value)) return fails(gate, value, tieOf(program)) ? "fail" : "pass";
    return Number.isNaN(scores.coverage[gate.node][row]) ? "not applicable" : "not known";
  });
}

/** The name of the band that a score lies in, null where there is none. */
export function bandOf(program, group, value) {
  const names = Object.keys(group.bands ?? {}).filter((name) => value >= group.bands[name] - tieOf(program));
  return names.at(-1) ?? null;
}
