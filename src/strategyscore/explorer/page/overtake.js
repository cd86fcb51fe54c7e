// What it would take for one country to overtake another: the least change of one weight, or of answers.

import { besideOf, columnsOf, evaluate, withShares } from "./engine.js";
import { sharesOf, tieOf } from "./kernels.js";
import { settled } from "./missing.js";
import { preparedIn, programIn, sharesIn, weightsIn } from "./model.js";
import { moved } from "./state.js";

const TENTHS = 10; // a weight is looked for in tenths of a percent
const MOST = 40; // steps of answers that are looked for

/** What two countries, `ahead` and `behind` by their rows, score under a state when something of it is changed. */
function contest(model, state, ahead, behind) {
  const program = programIn(model, state);
  const whole = preparedIn(model, state);
  const together = program.groups.some((group) => group.rescale); // then the others decide too
  const rows = together ? model.codes.map((_, row) => row) : [ahead, behind];
  const [first, second] = together ? [ahead, behind] : [0, 1];
  const cut = (columns) => columns.map((column) => Float64Array.from(rows, (row) => column[row]));
  const sides = ["values", "lower", "upper", "coverage", "worst", "best", "imputed"].filter((name) => whole[name]);
  const prepared = Object.fromEntries(sides.map((name) => [name, cut(whole[name])]));
  prepared.factors = Object.fromEntries(Object.entries(whole.factors).map(([name, column]) => [name, Float64Array.from(rows, (row) => column[row])]));
  const usual = sharesIn(model, state);
  const tie = tieOf(program);

  /** By how much the one behind is ahead, with other shares or other columns. */
  function lead(shares = usual, columns = prepared) {
    const own = withShares(program, shares);
    const here = settled(own, columns);
    const root = evaluate(own, columnsOf(own, here.values), besideOf(own, here));
    return root[second] - root[first];
  }
  return { prepared, usual, lead, passed: (by) => by > tie, place: (row) => (row === ahead ? first : second) };
}

/**
 * For every weight the nearest one with which the country behind would be ahead.
 *
 * A weight moves as its slider does: the others of its group share what is left as they stand. Gives for each the group's
 * and the child's path, the weight `now` and `needed` in percent, null where none does, and the `weights` of the group then.
 */
export function weightsFor(model, state, ahead, behind) {
  const { usual, lead, passed } = contest(model, state, ahead, behind);
  const found = [];
  for (const { node, children } of [...model.program.groups].reverse()) {
    const path = model.program.nodes[node];
    const basis = weightsIn(model, state, path);
    if (children.length < 2) continue;
    for (const child of children) {
      const name = model.program.nodes[child];
      const at = (value) => moved(basis, name, value, new Set(), model.groups[path]);
      const passes = (value) => {
        const weights = at(value);
        return passed(lead({ ...usual, [node]: sharesOf(children.map((one) => weights[model.program.nodes[one]])) }));
      };
      const ends = [1, -1].map((way) => nearest(basis[name], way, passes)).filter((value) => value !== null);
      const needed = ends.sort((one, other) => Math.abs(one - basis[name]) - Math.abs(other - basis[name]))[0] ?? null;
      found.push({ path, name, child, now: basis[name], needed, weights: needed === null ? null : at(needed) });
    }
  }
  return found;
}

/** The nearest value, one way from where a weight stands, at which something passes; looked for in whole percents first. */
function nearest(now, way, passes) {
  const end = way > 0 ? 100 : 0;
  const within = (value) => (way > 0 ? Math.min(value, end) : Math.max(value, end));
  for (let before = now; before !== end; ) {
    const next = within(way > 0 ? Math.floor(before) + 1 : Math.ceil(before) - 1);
    if (passes(next)) {
      const start = Math.round(before * TENTHS);
      const stop = Math.round(next * TENTHS);
      for (let tenth = start + way; tenth !== stop; tenth += way) if (passes(tenth / TENTHS)) return tenth / TENTHS;
      return next;
    }
    before = next;
  }
  return null;
}

/**
 * Single answers with which the country behind would be ahead, the smallest steps first; and, where there is none, several.
 *
 * Only criteria with levels are looked at: the answers of the one behind raised, those of the one ahead lowered. A missing
 * answer counts as one step, whatever it becomes. `single` has a row, a criterion, the level and how many `steps` it is
 * away; `several` are answers of the one behind, each time the step that brings most, null where even that is not enough.
 */
export function answersFor(model, state, ahead, behind) {
  const { prepared, lead, passed, place, usual } = contest(model, state, ahead, behind);
  const stepped = model.steps.flatMap((steps, leaf) => (steps ? [leaf] : []));
  const single = [];
  for (const leaf of stepped) {
    for (const [row, way] of [[behind, 1], [ahead, -1]]) {
      const steps = way > 0 ? model.steps[leaf] : [...model.steps[leaf]].reverse();
      const now = prepared.values[leaf][place(row)];
      if (Number.isNaN(prepared.coverage[leaf][place(row)])) continue;
      const missing = prepared.coverage[leaf][place(row)] === 0;
      const further = steps.filter(([, score]) => missing || way * (score - now) > 1e-9);
      const at = further.findIndex(([, score]) => passed(lead(usual, answeredSo(prepared, leaf, place(row), score))));
      if (at >= 0) single.push({ row, leaf, level: further[at][0], steps: missing ? 1 : at + 1, missing });
    }
  }
  single.sort((one, other) => one.steps - other.steps);
  return { single, several: single.some(({ row }) => row === behind) ? null : together(model, prepared, { lead, passed, usual }, stepped, behind, place(behind)) };
}

/** Answers of one country raised step by step, each time the one that brings most. */
function together(model, prepared, { lead, passed, usual }, stepped, row, at) {
  let columns = prepared;
  let reached = lead(usual, columns);
  const levels = new Map();
  for (let step = 1; step <= MOST; step += 1) {
    let best = null;
    for (const leaf of stepped) {
      const share = columns.coverage[leaf][at];
      if (Number.isNaN(share)) continue;
      const further = model.steps[leaf].filter(([, score]) => share === 0 || score - columns.values[leaf][at] > 1e-9);
      if (!further.length) continue;
      const [level, score] = share === 0 ? further.at(-1) : further[0]; // what is missing may be anything
      const changed = answeredSo(columns, leaf, at, score);
      const by = lead(usual, changed);
      if (by > (best?.by ?? reached)) best = { by, changed, leaf, level };
    }
    if (!best) return null;
    columns = best.changed;
    reached = best.by;
    levels.set(best.leaf, best.level);
    if (passed(reached)) return { steps: step, changes: [...levels].map(([leaf, level]) => ({ row, leaf, level })) };
  }
  return null;
}

/** The columns with one answer set. */
function answeredSo(prepared, leaf, at, score) {
  const result = { ...prepared };
  for (const side of ["values", "lower", "upper", "coverage", "imputed"].filter((name) => prepared[name])) {
    result[side] = [...prepared[side]];
    result[side][leaf] = Float64Array.from(prepared[side][leaf]);
    result[side][leaf][at] = { coverage: 1, imputed: 0 }[side] ?? score;
  }
  return result;
}
