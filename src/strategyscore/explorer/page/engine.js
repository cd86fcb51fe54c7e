// The evaluator of compiled rubrics, in the browser: the twin of strategyscore.scoring.engine.
//
// A program is what Program.to_data tells. Columns are arrays of numbers, one for each country; NaN is missing, and is
// left out with its weight. Everything here is a function of its arguments, without a document or a network.

const TIE = 1e-12; // of the span of the scale: the order in which a sum was rounded must not decide a rank
const SLACK = 1e-12;
const HALF = 1e-12;

/** The ways to aggregate that have a twin here, by the name in a rubric: fill `out` from the children's columns. */
const KERNELS = {
  arithmetic,
  geometric: (columns, weights, out) => power(columns, weights, out, { p: 0 }),
  harmonic: (columns, weights, out) => power(columns, weights, out, { p: -1 }),
  power,
  median,
  minimum: (columns, weights, out) => extreme(columns, weights, out, -1),
  maximum: (columns, weights, out) => extreme(columns, weights, out, 1),
  owa,
};

/** The names of the ways to aggregate that have a twin here. */
export const AGGREGATIONS = Object.freeze(Object.keys(KERNELS));

/** Those that have no meaning below zero. */
export const FROM_ZERO = Object.freeze(["geometric", "harmonic", "power"]);

// What a program of format 1 says; a key that is not among these changes scores in a way that is not known here.
const PROGRAM_KEYS = ["format", "scale", "minimum_coverage", "nodes", "criteria", "groups"];
const GROUP_KEYS = ["node", "children", "shares", "aggregate", "weights", "rescale", "decimals"];

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

/** Weights as shares that add up to 1. */
export function sharesOf(weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** A column for every node of a program, those of the groups to be filled by `evaluate`. */
export function columnsOf(program, leaves) {
  const n = leaves[0].length;
  const columns = program.nodes.map(() => null);
  program.criteria.forEach((node, index) => (columns[node] = leaves[index]));
  for (const group of program.groups) columns[group.node] = new Float64Array(n);
  return columns;
}

/**
 * Score every group, bottom up.
 *
 * `columns` come from `columnsOf`; those of the groups are overwritten. `shares` holds other weights by the position of
 * a group. As in a draw, a rescaled group in which all are equal has all at the lowest.
 */
export function evaluate(program, columns, shares = {}) {
  for (const group of program.groups) {
    const out = columns[group.node];
    aggregate(group, columns, shares[group.node] ?? group.shares, out);
    if (group.rescale) stretch(out, ends(out), program.scale);
    if (group.decimals !== null) halfUp(out, group.decimals);
  }
  return columns[0];
}

/**
 * Scores, bounds and coverage of every node.
 *
 * `prepared` has `values`, `lower`, `upper` and `coverage`, a column for each criterion. A country at its worst is held
 * against the others as they are, and a score lies within its bounds.
 */
export function score(program, prepared, shares = {}) {
  const values = columnsOf(program, prepared.values);
  const lower = columnsOf(program, prepared.lower);
  const upper = columnsOf(program, prepared.upper);
  const coverage = columnsOf(program, prepared.coverage);
  for (const group of program.groups) {
    const weights = shares[group.node] ?? group.shares;
    const sides = [values, lower, upper].map((columns) => {
      aggregate(group, columns, weights, columns[group.node]);
      return columns[group.node];
    });
    if (group.rescale) {
      const found = ends(sides[0]);
      if (found[0] === found[1]) {
        const why = "all present values are equal, so there is no range to place them in";
        throw new RangeError(`${program.nodes[group.node]}: ${why}`);
      }
      sides.forEach((side, index) => stretch(side, found, program.scale, index > 0));
    }
    if (group.decimals !== null) sides.forEach((side) => halfUp(side, group.decimals));
    const [own, low, high] = sides;
    for (let row = 0; row < own.length; row += 1) {
      if (own[row] < low[row]) low[row] = own[row];
      if (own[row] > high[row]) high[row] = own[row];
    }
    mean(group.children, coverage, weights, coverage[group.node]);
  }
  for (const group of program.groups) {
    const out = coverage[group.node];
    for (let row = 0; row < out.length; row += 1) if (out[row] > 1 - SLACK) out[row] = 1;
  }
  return { values, lower, upper, coverage };
}

/** Whether less of a node is answered than the program's minimum, so that a score counts and has no rank. */
export function thin(program, scores, node) {
  const least = program.minimum_coverage - SLACK;
  return Array.from(scores.values[node], (value, row) => scores.coverage[node][row] < least && !Number.isNaN(value));
}

/** The ranks of a node's scores; NaN where there is no score, or a thin one. */
export function ranksOf(program, scores, node) {
  const thinly = thin(program, scores, node);
  const counted = scores.values[node].map((value, row) => (thinly[row] ? NaN : value));
  return ranks(counted, program.criteria.includes(node) ? 0 : program.scale[1] - program.scale[0]);
}

/** Competition ranks: 1 is best, ties share the better rank, NaN has none. */
export function ranks(scores, span) {
  const order = Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]));
  order.sort((one, other) => scores[other] - scores[one]);
  const result = new Float64Array(scores.length).fill(NaN);
  order.forEach((row, place) => {
    const before = order[place - 1];
    const same = place > 0 && scores[before] - scores[row] <= TIE * span;
    result[row] = same ? result[before] : place + 1;
  });
  return result;
}

function aggregate(group, columns, weights, out) {
  const kernel = KERNELS[group.aggregate.method];
  if (!kernel) throw new RangeError(`${group.aggregate.method} has no twin here`);
  if (group.aggregate.method === "arithmetic") mean(group.children, columns, weights, out);
  else kernel(group.children.map((child) => columns[child]), weights, out, group.aggregate);
}

function arithmetic(columns, weights, out) {
  mean(columns.map((_, index) => index), columns, weights, out);
}

/** The weighted mean of some of the columns; the commonest kernel, so it makes nothing new. */
function mean(children, columns, weights, out) {
  const n = out.length;
  out.fill(0);
  let whole = true;
  for (let child = 0; child < children.length; child += 1) {
    const weight = weights[child];
    if (weight === 0) continue;
    const column = columns[children[child]];
    for (let row = 0; row < n; row += 1) out[row] += weight * column[row];
  }
  for (let row = 0; row < n && whole; row += 1) whole = !Number.isNaN(out[row]);
  if (whole && weights.some((weight) => weight > 0)) return;
  for (let row = 0; row < n; row += 1) {
    if (!Number.isNaN(out[row])) continue;
    let total = 0;
    let present = 0;
    for (let child = 0; child < children.length; child += 1) {
      const value = columns[children[child]][row];
      if (weights[child] > 0 && !Number.isNaN(value)) {
        total += weights[child] * value;
        present += weights[child];
      }
    }
    out[row] = present > 0 ? total / present : NaN;
  }
}

/** The values of one country that count, with their shares; their sum is 1, or there are none. */
function counted(columns, weights, row) {
  const found = [];
  let total = 0;
  for (let child = 0; child < columns.length; child += 1) {
    const value = columns[child][row];
    if (weights[child] > 0 && !Number.isNaN(value)) {
      found.push([value, weights[child]]);
      total += weights[child];
    }
  }
  for (const pair of found) pair[1] /= total;
  return found;
}

function power(columns, weights, out, { p }) {
  for (let row = 0; row < out.length; row += 1) {
    let total = 0;
    let present = 0;
    for (let child = 0; child < columns.length; child += 1) {
      const value = columns[child][row];
      if (!(weights[child] > 0) || Number.isNaN(value)) continue;
      if (value < 0) throw new RangeError("a value is negative, and this mean has no meaning there");
      total += weights[child] * (p === 0 ? Math.log(value) : p === -1 ? 1 / value : value ** p);
      present += weights[child];
    }
    const middle = total / present;
    out[row] = present > 0 ? (p === 0 ? Math.exp(middle) : middle ** (1 / p)) : NaN;
  }
}

function extreme(columns, weights, out, sign) {
  for (let row = 0; row < out.length; row += 1) {
    const values = counted(columns, weights, row).map(([value]) => sign * value);
    out[row] = values.length ? sign * Math.max(...values) : NaN;
  }
}

/** Where the weights, in the order of the values, reach one half; exactly between two values, the mean of the two. */
function median(columns, weights, out) {
  for (let row = 0; row < out.length; row += 1) {
    const found = counted(columns, weights, row).sort((one, other) => one[0] - other[0]);
    let reached = 0;
    let low = NaN;
    let high = NaN;
    for (const [value, share] of found) {
      reached += share;
      if (Number.isNaN(low) && reached >= 0.5 - HALF) low = value;
      if (Number.isNaN(high) && reached > 0.5 + HALF) high = value;
    }
    out[row] = (low + high) / 2;
  }
}

/** Ordered weighted average: a weight for the best value, the second best and so on, whichever child has it. */
function owa(columns, weights, out, settings) {
  const order = sharesOf(settings.weights);
  const steps = [0];
  for (const share of order) steps.push(steps.at(-1) + share);
  const between = (importance) => {
    const at = Math.min(Math.max(importance, 0), 1) * order.length;
    const below = Math.min(Math.floor(at), order.length - 1);
    return steps[below] + (at - below) * (steps[below + 1] - steps[below]);
  };
  for (let row = 0; row < out.length; row += 1) {
    const found = counted(columns, weights, row).sort((one, other) => other[0] - one[0]);
    let importance = 0;
    let before = 0;
    let total = found.length ? 0 : NaN;
    for (const [value, share] of found) {
      importance += share;
      const reached = between(importance);
      total += value * (reached - before);
      before = reached;
    }
    out[row] = total;
  }
}

/** The least and the greatest value that is present. */
function ends(column) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of column) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Scores stretched over the countries. */
function stretch(column, [low, high], scale, clip = false) {
  const length = high === low ? 1 : high - low;
  for (let row = 0; row < column.length; row += 1) {
    let share = (column[row] - low) / length;
    if (clip) share = share < 0 ? 0 : share > 1 ? 1 : share;
    column[row] = scale[0] + share * (scale[1] - scale[0]);
  }
}

/** Round to so many decimals, a half away from zero, decided on the decimal value as a spreadsheet shows it. */
function halfUp(column, digits) {
  const unit = 10 ** digits;
  for (let row = 0; row < column.length; row += 1) {
    const units = Math.abs(column[row]) * unit;
    const whole = Math.floor(units + 0.5 + 1e-9 + 1e-14 * units);
    column[row] = (column[row] < 0 ? -whole : whole) / unit;
  }
}
