// The state applied to the numbers: other shares, another aggregation, another treatment of what is missing.

import { columnOf, preparedOf, ranksOf, score, thin, untwinned } from "./engine.js";
import { AGGREGATIONS, FROM_ZERO, sharesOf } from "./kernels.js";
import { datesOf } from "./dates.js";
import { SOURCES } from "./state.js";

/** What the page knows of its content, worked out once. */
export function modelOf(content) {
  const { program } = content.engine;
  const { values } = content.engine;
  const [lower, upper] = [2, 3].map((side) => {
    const columns = values.map((column) => [...column]);
    for (const bound of content.engine.bounds) columns[bound[0]][bound[1]] = bound[side];
    return columns;
  });
  const prepared = preparedOf({ ...content.engine, lower, upper });
  const byNode = new Map(program.groups.map((group) => [group.node, group]));
  const groups = {}; // the published weights in percent
  for (const group of program.groups) {
    const shares = content.published.weights
      ? group.children.map((child) => content.published.weights[child] ?? NaN)
      : group.shares;
    groups[program.nodes[group.node]] = Object.fromEntries(
      group.children.map((child, index) => [program.nodes[child], shares[index] * 100]),
    );
  }
  const root = byNode.get(0);
  const tops = AGGREGATIONS.filter(
    (name) => !["power", "owa", "choquet", root.aggregate.method].includes(name) && !(FROM_ZERO.includes(name) && program.scale[0] < 0),
  );
  const codes = content.countries.map((country) => country.code);
  const foreign = [...new Set(untwinned(program).map(([, method]) => method))];
  const at = new Map(program.nodes.map((path, node) => [path, node]));
  const past = datesOf(content, prepared, program);
  const dates = foreign.length ? [] : past.halfYears();
  const ranked = (date) => ranksOf(program, score(program, past.then(date)), 0).filter((rank) => !Number.isNaN(rank)).length;
  const early = dates.findLastIndex((date) => ranked(date) < 2); // from the newest on, until fewer than two have a rank
  dates.splice(0, early + 1);
  const steps = program.criteria.map((node) => content.nodes[node].steps ?? null);
  const known = {
    groups,
    tops,
    codes,
    dates,
    answers(what, value) {
      const [row, leaf] = cellOf(what);
      if (foreign.length || row < 0 || leaf < 0 || Number.isNaN(prepared.coverage[leaf][row])) return false;
      if (steps[leaf]) return steps[leaf].some(([label]) => label === value);
      return /^-?\d+(\.\d+)?$/.test(value) && Number(value) >= program.scale[0] && Number(value) <= program.scale[1];
    },
    opens(text) {
      const [code, ...rest] = text.split(".");
      if (codes.includes(code) && (!rest.length || leafOf(rest.join(".")) >= 0)) return true;
      return leafOf(text) >= 0;
    },
  };
  const leafOf = (path) => program.criteria.indexOf(at.get(path) ?? -1);
  const cellOf = (what) => {
    const [code, ...rest] = what.split(".");
    return [codes.indexOf(code), leafOf(rest.join("."))];
  };
  return { content, program, prepared, byNode, groups, tops, codes, foreign, at, known, steps, past, dates, leafOf, cellOf };
}

/** The shares of the children of every group that a reader changed, by the group's node. */
export function sharesIn(model, state) {
  const shares = {};
  for (const [path, own] of Object.entries(state.weights)) {
    const node = model.at.get(path);
    const { children } = model.byNode.get(node);
    shares[node] = sharesOf(children.map((child) => own[model.program.nodes[child]]));
  }
  return shares;
}

/** The weights of a group in percent: a reader's, or those published. */
export function weightsIn(model, state, path) {
  return state.weights[path] ?? model.groups[path];
}

/** The program with a reader's way to aggregate at the top. */
export function programIn(model, state) {
  if (!state.top) return model.program;
  const groups = model.program.groups.map((group) => (group.node === 0 ? { ...group, aggregate: { method: state.top } } : group));
  return { ...model.program, groups };
}

/** The score of an answer that a reader set, as the address says it: of a level, or the score itself. */
function scoreOf(model, leaf, value) {
  return model.steps[leaf] ? model.steps[leaf].find(([label]) => label === value)[1] : Number(value);
}

/** The answers that a reader set: rows, criteria and scores. */
export function ownAnswers(model, state) {
  return Object.entries(state.answers).map(([what, value]) => {
    const [row, leaf] = model.cellOf(what);
    return { what, value, row, leaf, score: scoreOf(model, leaf, value) };
  });
}

/** The criteria as they count: with a reader's answers, and what is missing left out, at its worst or at its best. */
export function preparedIn(model, state, base = state.date ? model.past.then(state.date) : model.prepared) {
  const own = ownAnswers(model, state);
  const changed = { ...base };
  for (const side of own.length ? ["values", "lower", "upper", "coverage", "imputed"].filter((name) => changed[name]) : []) {
    changed[side] = [...changed[side]];
    for (const leaf of new Set(own.map((one) => one.leaf))) changed[side][leaf] = Float64Array.from(changed[side][leaf]);
    for (const { row, leaf, score: value } of own) changed[side][leaf][row] = { coverage: 1, imputed: 0 }[side] ?? value;
  }
  const side = { worst: "lower", best: "upper" }[state.missing];
  return side ? { ...changed, values: changed[side] } : changed;
}

/** What stands in a cell of the table of answers: as answered, or as a reader set it. */
export function markIn(model, state, leaf, row) {
  return state.answers[`${model.codes[row]}.${model.program.nodes[model.program.criteria[leaf]]}`] ?? (state.date ? model.past.mark(state.date, leaf, row) : model.content.marks[leaf][row]);
}

/** Scores, bounds, coverage and ranks under a state, and the ranks that these are held against. */
export function scoresIn(model, state) {
  const { content, program: own } = model;
  if (model.foreign.length) {
    const told = content.published.nodes;
    const scores = Object.fromEntries(Object.entries(told).map(([side, columns]) => [side, columns.map(columnOf)]));
    const ranks = columnOf(content.published.ranks);
    return { program: own, scores, ranks, before: ranks, thin: thin(own, scores, 0) };
  }
  const scores = score(programIn(model, state), preparedIn(model, state), sharesIn(model, state));
  const { program } = scores;
  const now = state.date && state.same ? score(programIn(model, state), preparedIn(model, state, model.past.sameNow(state.date)), sharesIn(model, state)) : null;
  const before = now ? ranksOf(program, now, 0) : columnOf(content.published.ranks);
  return { program, scores, ranks: ranksOf(program, scores, 0), before, thin: thin(program, scores, 0) };
}

/** What is to be drawn under a state, or why nothing is. */
export function drawsIn(model, state, found) {
  if (model.foreign.length) return { reason: "this page cannot compute this rubric" };
  if (model.content.doubts.reason) return { reason: model.content.doubts.reason };
  const vary = Object.fromEntries(SOURCES.map((name) => [name, state.vary.includes(name)]));
  vary.missing &&= state.missing === "left-out"; // at its worst or best it is not in doubt
  const rows = Array.from(model.codes.keys()).filter((row) => vary.missing || !Number.isNaN(found.ranks[row]));
  if (!Object.values(vary).some(Boolean)) return { reason: null };
  if (rows.length < 2) return { reason: "fewer than two countries have a rank" };
  const { prepared, beside } = found.scores;
  const fixed = ownAnswers(model, state).map(({ row, leaf }) => [row, leaf]);
  const ranks = rows.map((row) => found.ranks[row]);
  return { program: found.program, options: { values: prepared.values, beside, vary, rows, ranks, fixed } };
}

/** The share of the whole weight that every node has under a state, in percent. */
export function wholeShares(model, state) {
  const shares = [];
  shares[0] = 100;
  for (const group of [...model.program.groups].reverse()) {
    const path = model.program.nodes[group.node];
    const own = weightsIn(model, state, path);
    const names = group.children.map((child) => model.program.nodes[child]);
    const parts = sharesOf(names.map((name) => own[name]));
    group.children.forEach((child, index) => (shares[child] = shares[group.node] * parts[index]));
  }
  return shares;
}

/** The rows of the countries that a search means, and the words in it that mean none. */
export function searched(model, text) {
  const words = text.split(",").map((word) => word.trim()).filter(Boolean);
  if (!words.length) return { rows: model.codes.map((_, row) => row), strange: [] };
  const rows = new Set();
  const strange = [];
  for (const word of words) {
    const plain = folded(word);
    const group = model.content.groups.find((one) => [one.id, one.title].some((name) => folded(name) === plain));
    const found = model.content.countries.flatMap((country, row) => {
      const meant = group ? group.codes.includes(country.code) : folded(country.code) === plain || folded(country.name).includes(plain);
      return meant ? [row] : [];
    });
    found.forEach((row) => rows.add(row));
    if (!found.length) strange.push(word);
  }
  return { rows: [...rows].sort((one, other) => one - other), strange };
}

/** Letters without case and accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

/** Rows in the order of a column; what has no value goes last, and equal ones stay by rank and name. */
export function sorted(model, found, drawn, rows, sort) {
  const down = sort.startsWith("-");
  const name = sort.replace(/^-/, "");
  const { scores, ranks } = found;
  const place = (list, row) => (drawn ? list[drawn.rows.indexOf(row)] ?? NaN : NaN);
  const keys = {
    rank: (row) => ranks[row],
    score: (row) => -scores.values[0][row],
    interval: (row) => (drawn ? place(drawn.median, row) : NaN),
    first: (row) => (drawn ? -place(drawn.first, row) : NaN),
    published: (row) => found.before[row],
    coverage: (row) => -scores.coverage[0][row],
  };
  const named = (one, other) => model.content.countries[one].name.localeCompare(model.content.countries[other].name, "en");
  const compare = (key) => (one, other) => {
    const [a, b] = [key(one), key(other)];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    return down ? b - a : a - b;
  };
  const byName = (one, other) => (down ? named(other, one) : named(one, other));
  const up = (one, other) => compare(keys.rank)(one, other) * (down && name !== "rank" ? -1 : 1);
  const first = name === "country" ? byName : compare(keys[name]);
  return [...rows].sort((one, other) => first(one, other) || up(one, other) || named(one, other));
}
