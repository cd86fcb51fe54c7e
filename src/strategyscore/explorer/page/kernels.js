// The ways to aggregate, and what changes a score after its parts made it: the twin of strategyscore.methods.aggregate
// and of strategyscore.scoring.modifiers. Columns are arrays of numbers, one for each country; NaN is missing.

const TIE = 1e-12; // of the span of the scale: the order in which a sum was rounded must not decide a rank
const HALF = 1e-12;

/** The ways to aggregate that have a twin here, by the name in a rubric: fill `out` from the children's columns. */
const KERNELS = {
  arithmetic,
  geometric,
  harmonic: (columns, weights, out) => power(columns, weights, out, { p: -1 }),
  power,
  median,
  minimum: (columns, weights, out) => extreme(columns, weights, out, -1),
  maximum: (columns, weights, out) => extreme(columns, weights, out, 1),
  owa,
  sum: weightedSum,
  choquet,
};

/** The names of the ways to aggregate that have a twin here. */
export const AGGREGATIONS = Object.freeze(Object.keys(KERNELS));

/** Those that have no meaning below zero. */
export const FROM_ZERO = Object.freeze(["geometric", "harmonic", "power"]);

/** Weights as shares that add up to 1. */
export function sharesOf(weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Whether two scores, or a score and an edge, differ by the rounding of a sum only. */
export function tieOf(program) {
  return TIE * (program.scale[1] - program.scale[0]);
}

/** Fill `out` with what the children of a group of a program come to. */
export function aggregate(program, group, columns, weights, out) {
  const kernel = KERNELS[group.aggregate.method];
  if (!kernel) throw new RangeError(`${group.aggregate.method} has no twin here`);
  if (group.aggregate.method === "arithmetic") mean(group.children, columns, weights, out);
  else kernel(group.children.map((child) => columns[child]), weights, out, group.aggregate, program, group);
}

/** The geometric mean, on the scale or on what its ends become for it; within its values, whatever the rounding. */
function geometric(columns, weights, out, { ends }, { scale }) {
  if (!ends) {
    power(columns, weights, out, { p: 0 });
    return;
  }
  const [low, high] = scale;
  const factor = (ends[1] - ends[0]) / (high - low);
  const moved = columns.map((column) => column.map((value) => ends[0] + factor * (value - low)));
  power(moved, weights, out, { p: 0 });
  for (let row = 0; row < out.length; row += 1) {
    const values = present(columns, weights, row).map(([value]) => value);
    out[row] = Math.min(Math.max(low + (out[row] - ends[0]) / factor, Math.min(...values)), Math.max(...values));
  }
}

/** The mean times the number of children that have a weight. */
function weightedSum(columns, weights, out) {
  arithmetic(columns, weights, out);
  const counted = weights.filter((weight) => weight > 0).length;
  for (let row = 0; row < out.length; row += 1) out[row] *= counted;
}

/** The mean less half of the interactions times the distances of pairs, as far as the shares bear them. */
function choquet(columns, weights, out, { interaction }, { nodes }, { children }) {
  const ids = children.map((child) => nodes[child].slice(nodes[child].lastIndexOf(".") + 1));
  const pairs = Object.entries(interaction).flatMap(([one, others]) =>
    Object.entries(others).map(([two, value]) => [ids.indexOf(one), ids.indexOf(two), value]),
  );
  for (let row = 0; row < out.length; row += 1) {
    const counts = (child) => weights[child] > 0 && !Number.isNaN(columns[child][row]);
    let total = 0;
    for (let child = 0; child < columns.length; child += 1) if (counts(child)) total += weights[child];
    const here = pairs.filter(([one, two]) => counts(one) && counts(two));
    let mean = total > 0 ? 0 : NaN;
    let bears = 1;
    for (let child = 0; child < columns.length; child += 1) {
      if (!counts(child)) continue;
      const share = weights[child] / total;
      mean += share * columns[child][row];
      let asked = 0;
      for (const [one, two, value] of here) if (one === child || two === child) asked += Math.abs(value) / 2;
      if (asked > 0) bears = Math.min(bears, share / asked);
    }
    let loss = 0;
    for (const [one, two, value] of here) loss += value * Math.abs(columns[one][row] - columns[two][row]);
    out[row] = mean - (bears * loss) / 2;
  }
}

function arithmetic(columns, weights, out) {
  mean(columns.map((_, index) => index), columns, weights, out);
}

/** The weighted mean of some of the columns; the commonest kernel, so it takes four at a time and makes nothing new. */
export function mean(children, columns, weights, out) {
  const n = out.length;
  const bare = weights.includes(0);
  const used = bare ? children.filter((_, child) => weights[child] !== 0) : children;
  const own = bare ? weights.filter((weight) => weight !== 0) : weights;
  const size = used.length;
  for (let child = 0; child < size; child += 4) {
    const a = columns[used[child]];
    const b = child + 1 < size ? columns[used[child + 1]] : a;
    const c = child + 2 < size ? columns[used[child + 2]] : a;
    const d = child + 3 < size ? columns[used[child + 3]] : a;
    const u = own[child];
    const v = child + 1 < size ? own[child + 1] : 0;
    const w = child + 2 < size ? own[child + 2] : 0;
    const x = child + 3 < size ? own[child + 3] : 0;
    if (child === 0) for (let row = 0; row < n; row += 1) out[row] = u * a[row] + v * b[row] + (w * c[row] + x * d[row]);
    else for (let row = 0; row < n; row += 1) out[row] += u * a[row] + v * b[row] + (w * c[row] + x * d[row]);
  }
  let sum = size ? 0 : NaN;
  for (let row = 0; row < n; row += 1) sum += out[row];
  if (!Number.isNaN(sum)) return;
  if (!size) out.fill(NaN);
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
function present(columns, weights, row) {
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
    const values = present(columns, weights, row).map(([value]) => sign * value);
    out[row] = values.length ? sign * Math.max(...values) : NaN;
  }
}

/** Where the weights, in the order of the values, reach one half; exactly between two values, the mean of the two. */
function median(columns, weights, out) {
  for (let row = 0; row < out.length; row += 1) {
    const found = present(columns, weights, row).sort((one, other) => one[0] - other[0]);
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
    const found = present(columns, weights, row).sort((one, other) => other[0] - one[0]);
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
export function ends(column) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of column) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Scores stretched over the countries. */
export function stretch(column, [low, high], scale, clip = false) {
  const length = high === low ? 1 : high - low;
  for (let row = 0; row < column.length; row += 1) {
    let share = (column[row] - low) / length;
    if (clip) share = share < 0 ? 0 : share > 1 ? 1 : share;
    column[row] = scale[0] + share * (scale[1] - scale[0]);
  }
}

/** The nearest whole number to a magnitude, a half up or to even: the twin of strategyscore.text.rounding. */
export function wholeUnits(units, half = "up") {
  const near = 1e-9 + 1e-14 * units; // what a binary fraction may be off the half that it stands for
  const whole = Math.floor(units + 0.5 + near);
  return half === "even" && Math.abs(units + 0.5 - whole) <= near && whole % 2 === 1 ? whole - 1 : whole;
}

/** Round to so many decimals. */
export function round(column, { digits, half }) {
  const unit = 10 ** digits;
  for (let row = 0; row < column.length; row += 1) {
    const whole = wholeUnits(Math.abs(column[row]) * unit, half);
    column[row] = (column[row] < 0 ? -whole : whole) / unit;
  }
}

/** Whether a score fails a gate; what is not known, or does not apply, does not. */
export function fails(gate, score, tie) {
  return score < gate.at_least - tie;
}

/**
 * A group's scores after its factors, penalties and caps, in place.
 *
 * `sides` are the scores alone, or these with their lower and their upper ends; `seen` gives a node's columns of the same
 * sides, as they were before they were rounded; `factors` are the columns that scores are multiplied by.
 */
export function modify(program, group, sides, seen, factors) {
  const tie = tieOf(program);
  if (group.multiply_by) {
    const own = factors[group.multiply_by];
    for (const side of sides) for (let row = 0; row < side.length; row += 1) side[row] *= own[row];
  }
  for (const item of group.adjust ?? []) adjust(item, sides, seen(item.node), tie);
  for (const gate of group.gates ?? []) {
    if (gate.cap === null) continue;
    const asked = seen(gate.node);
    sides.forEach((side, index) => {
      for (let row = 0; row < side.length; row += 1) {
        if (fails(gate, asked[index][row], tie) && side[row] > gate.cap) side[row] = gate.cap;
      }
    });
  }
}

/** Times the factor of the level that a criterion has; the ends by the least and the most of what it may have. */
function adjust({ at, factors }, sides, asked, tie) {
  const nearest = (value) => {
    if (Number.isNaN(value)) return 1;
    let best = 0;
    for (let level = 1; level < at.length; level += 1) if (Math.abs(value - at[level]) < Math.abs(value - at[best])) best = level;
    return factors[best];
  };
  const [values, lower, upper] = asked;
  // where every country's answer is known, its level counts on all sides
  const open = sides.length > 1 && values.some((value, row) => (lower[row] !== value || upper[row] !== value) && !Number.isNaN(lower[row]));
  for (let row = 0; row < sides[0].length; row += 1) {
    const own = nearest(values[row]);
    if (!open) {
      for (const side of sides) side[row] *= own;
      continue;
    }
    const may = factors.filter((_, level) => at[level] >= lower[row] - tie && at[level] <= upper[row] + tie);
    const ends = may.length ? [Math.min(...may), Math.max(...may)] : [1, 1];
    sides[0][row] *= own;
    const [low, high] = [sides[1][row], sides[2][row]];
    sides[1][row] = Math.min(low * ends[0], low * ends[1]);
    sides[2][row] = Math.max(high * ends[0], high * ends[1]);
  }
}
