// What a reader has chosen, as plain data and as the part of an address behind #.
//
// #RUS.sovereignty.hardware&w=sovereignty:40,regulation:60&a=RUS.regulation.law:3&top=geometric&missing=worst&show=BRICS
// What an address says that has no meaning here is ignored, and told.

export const MISSING = ["left-out", "worst", "best"];
export const SOURCES = ["weights", "ratings", "missing"];
export const VIEWS = ["ranking", "pair", "answers", "method"];
export const HALF_YEAR = /^\d{4}-(06|12)$/;
export const SORTS = ["rank", "country", "score", "interval", "first", "published", "coverage"];

const LONGEST = 50000;
const LARGEST = 1e6;

/** The state that a page begins with: everything as published. */
export function published() {
  return {
    weights: {}, // by the path of a group, the weights of its children in percent; only groups that were changed
    sets: {}, // sets of weights under the names that a reader gave them, each as `weights`
    answers: {}, // by country and criterion, RUS.sovereignty.hardware, the level or the score that a reader set
    pair: null, // the codes of two countries that stand side by side, null for those that the page proposes
    date: null, // the half-year by whose end answers had begun, 2024-06; null for the latest
    same: true, // whether an earlier date is held against now on the same answers only
    top: null, // the way to aggregate the whole, null as published
    missing: "left-out",
    vary: [...SOURCES],
    show: "",
    sort: "rank",
    view: "ranking",
    open: null, // what is unfolded: RUS, RUS.sovereignty.hardware, or sovereignty.hardware
  };
}

const SETS = 12;
const NAME = 40; // letters
const piece = (text) => encodeURIComponent(text).replaceAll("%20", "+");
const number = (value) => String(Math.round(value * 100) / 100);

/** The state as an address; empty where all is as published. */
export function toAddress(state) {
  const parts = [];
  if (state.open) parts.push(piece(state.open));
  const pairs = (weights) => Object.values(weights).flatMap((own) => Object.entries(own).map(([path, value]) => `${piece(path)}:${number(value)}`));
  if (Object.keys(state.weights).length) parts.push(`w=${pairs(state.weights).join(",")}`);
  for (const [name, weights] of Object.entries(state.sets)) parts.push(`set=${[piece(name), ...pairs(weights)].join(",")}`);
  const answers = Object.entries(state.answers);
  if (answers.length) parts.push(`a=${answers.map(([what, value]) => `${piece(what)}:${piece(value)}`).join(",")}`);
  if (state.pair) parts.push(`pair=${state.pair.map(piece).join(",")}`);
  if (state.date) parts.push(`d=${state.date}`);
  if (!state.same) parts.push("same=no");
  if (state.top) parts.push(`top=${piece(state.top)}`);
  if (state.missing !== "left-out") parts.push(`missing=${state.missing}`);
  if (state.vary.length < SOURCES.length) parts.push(`vary=${state.vary.join(",") || "nothing"}`);
  if (state.show) parts.push(`show=${state.show.split(",").map((word) => piece(word.trim())).join(",")}`);
  if (state.sort !== "rank") parts.push(`sort=${state.sort}`);
  if (state.view !== "ranking") parts.push(`view=${state.view}`);
  return parts.length ? `#${parts.join("&")}` : "";
}

/**
 * The state that an address says, and what of it is ignored.
 *
 * `known` tells what there is: `groups`, from a group's path to the published weights of its children in percent by
 * their paths; `tops`, the ways to aggregate; `opens(text)`, whether something can be unfolded; `codes` of the countries;
 * `dates`, the half-years;
 * `answers(what, value)`, whether an answer can be set so.
 */
export function fromAddress(address, known) {
  const state = published();
  const ignored = [];
  const text = address.replace(/^#/, "");
  if (text.length > LONGEST) return { state, ignored: ["it is too long"] };
  for (const part of text.split("&").filter(Boolean)) {
    const at = part.indexOf("=");
    const name = at < 0 ? "" : part.slice(0, at);
    let values;
    try {
      values = part.slice(at + 1).split(",").map((word) => decodeURIComponent(word.replaceAll("+", " ")));
    } catch {
      ignored.push(shortened(part));
      continue;
    }
    if (!taken(state, name, values, known, ignored)) ignored.push(shortened(part));
  }
  return { state, ignored };
}

function taken(state, name, values, known, ignored) {
  const [value] = values;
  if (name === "w") {
    weigh(state.weights, values, known, ignored);
    return true;
  }
  if (name === "set") {
    const own = {};
    if (!nameable(state.sets, value)) return false;
    weigh(own, values.slice(1), known, ignored);
    state.sets = { ...state.sets, [value]: own };
    return true;
  }
  if (name === "a") {
    for (const pair of values) {
      const at = pair.lastIndexOf(":");
      const [what, own] = [pair.slice(0, at), pair.slice(at + 1)];
      if (known.answers(what, own)) state.answers[what] = own;
      else ignored.push(shortened(pair));
    }
    return true;
  }
  if (name === "") {
    if (value === "main") return true; // the link that skips to the ranking
    if (values.length !== 1 || !known.opens(value)) return false;
    state.open = value;
  } else if (name === "top" && known.tops.includes(value)) state.top = value;
  else if (name === "pair" && values.length === 2 && value !== values[1] && values.every((code) => known.codes.includes(code))) state.pair = values;
  else if (name === "d" && known.dates.includes(value)) state.date = value;
  else if (name === "same" && value === "no") state.same = false;
  else if (name === "missing" && MISSING.includes(value)) state.missing = value;
  else if (name === "view" && VIEWS.includes(value)) state.view = value;
  else if (name === "sort" && SORTS.includes(value.replace(/^-/, ""))) state.sort = value;
  else if (name === "show") state.show = values.join(", ").slice(0, 500);
  else if (name === "vary" && (value === "nothing" || values.every((one) => SOURCES.includes(one)))) {
    state.vary = SOURCES.filter((one) => values.includes(one));
  } else return false;
  return true;
}

/** Whether a set can be saved under a name. */
export function nameable(sets, name) {
  const fits = name.trim() === name && name.length > 0 && name.length <= NAME && !/[,&#=:]/.test(name) && name !== "__proto__";
  return fits && (Object.hasOwn(sets, name) || Object.keys(sets).length < SETS);
}

function weigh(weights, pairs, known, ignored) {
  const found = {};
  for (const pair of pairs) {
    const at = pair.lastIndexOf(":");
    const [path, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const group = Object.keys(known.groups).find((name) => Object.hasOwn(known.groups[name], path));
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (!group || !(value <= LARGEST)) ignored.push(shortened(pair));
    else found[group] = { ...known.groups[group], ...found[group], [path]: value };
  }
  for (const [group, own] of Object.entries(found)) {
    const total = sum(Object.keys(own), own);
    if (total > 0) weights[group] = Math.abs(total - 100) < 0.1 ? own : rounded(own, 100 / total);
    else ignored.push(shortened(group));
  }
}

function shortened(text) {
  return text.length > 60 ? `${text.slice(0, 60)}\u2026` : text;
}

/**
 * The weights of a group in percent after one of them was moved.
 *
 * The others that are not locked share what is left as `before` says; where they had nothing, as published.
 */
export function moved(before, path, value, locked, original) {
  const free = Object.keys(before).filter((name) => name !== path && !locked.has(name));
  if (!free.length) return null;
  const held = sum(Object.keys(before).filter((name) => locked.has(name) && name !== path), before);
  const own = Math.min(Math.max(value, 0), Math.max(100 - held, 0));
  const basis = [before, original].find((weights) => sum(free, weights) > 0) ?? Object.fromEntries(free.map((name) => [name, 1]));
  const result = { ...before, [path]: own };
  for (const name of free) result[name] = ((100 - held - own) * basis[name]) / sum(free, basis);
  return rounded(result);
}

/** Weights times a factor, with the two decimals that an address keeps. */
function rounded(weights, factor = 1) {
  return Object.fromEntries(Object.entries(weights).map(([name, one]) => [name, Math.max(0, Math.round(one * factor * 100) / 100)]));
}

function sum(names, weights) {
  return names.reduce((total, name) => total + weights[name], 0);
}
