// Two countries side by side: what each has in words, the gap by criterion, and what it would take to turn the order.

import { el, setText } from "./dom.js";
import { aboveIn } from "./draws.js";
import { markIn, wholeShares } from "./model.js";
import { answersFor, weightsFor } from "./overtake.js";
import { points, SAY, weight } from "./words.js";

const WAIT = 150; // milliseconds without a change before it is looked for what would turn the order
const SHOWN = 6; // of the changes beside those of the top

/** The countries that stand side by side under a state: a reader's, or the two at the top. */
export function pairIn(model, state) {
  if (state.pair) return state.pair.map((code) => model.codes.indexOf(code));
  const { ranks } = model.content.published;
  const order = model.codes.map((_, row) => row).sort((one, other) => (ranks[one] ?? Infinity) - (ranks[other] ?? Infinity));
  return order.slice(0, 2);
}

/** Every criterion of two countries: what both have, by how much they differ, and what that weighs; the largest first. */
export function gapsOf(model, state, found, [first, second]) {
  const shares = wholeShares(model, state);
  const { values, coverage } = found.scores;
  const lines = model.program.criteria.map((node, leaf) => {
    const has = (row) => coverage[node][row] > 0 && !Number.isNaN(values[node][row]);
    const gap = has(first) && has(second) ? values[node][first] - values[node][second] : NaN;
    return { node, leaf, gap, share: shares[node], marks: [first, second].map((row) => markIn(model, state, leaf, row)) };
  });
  const known = lines.filter(({ gap }) => !Number.isNaN(gap));
  const total = known.reduce((sum, { share }) => sum + share, 0);
  for (const line of known) line.weighed = total > 0 ? (line.gap * line.share) / total : 0;
  known.sort((one, other) => Math.abs(other.weighed) - Math.abs(one.weighed) || other.share - one.share);
  return { known, unknown: lines.filter(({ gap }) => Number.isNaN(gap)) };
}

/** Build the view. `act` has `open(what)` and `set(changes)`; the result shows a state. */
export function pairOf(model, act) {
  const { countries, nodes, digits } = model.content;
  const title = (node) => nodes[node].title;
  const name = (row) => countries[row].name;
  const choices = [0, 1].map((side) => {
    const options = countries.map((country) => el("option", { value: country.code }, country.name));
    return el("select", { id: `pair-${side}`, onchange: () => choose(side) }, options);
  });
  const swap = el("button", { type: "button", id: "swap", onclick: () => act.set({ pair: [...now].reverse() }) }, SAY.pair.swap);
  const field = (side) => el("p", { class: "field" }, el("label", { for: `pair-${side}` }, SAY.pair.country[side]), choices[side]);
  const headline = el("p", { class: "pair-head", id: "pair-head" });
  const turn = el("section", { class: "turn", id: "turn", "aria-labelledby": "turn-title" });
  const beside = el("section", { "aria-labelledby": "beside-title" });
  const element = el("div", { class: "pair" }, el("div", { class: "pair-choice" }, field(0), swap, field(1)), headline, turn, beside);
  let now = [];
  let timer = 0;
  let last = "";

  function choose(side) {
    const next = [...now];
    if (choices[side].value === now[1 - side]) next.reverse();
    else next[side] = choices[side].value;
    act.set({ pair: next });
  }

  function show({ state, found, drawn, draws, key }) {
    const rows = pairIn(model, state);
    now = rows.map((row) => model.codes[row]);
    choices.forEach((choice, side) => choice.value !== now[side] && (choice.value = now[side]));
    if (rows.length < 2) {
      setText(headline, SAY.pair.alone);
      return;
    }
    setText(headline, told(rows, found, draws.options ? drawn : null));
    const name_ = `${key} ${now}`;
    if (name_ === last) return;
    last = name_;
    lines(state, found, rows);
    clearTimeout(timer);
    if (model.foreign.length) return;
    turn.setAttribute("aria-busy", "true");
    timer = setTimeout(() => turned(state, found, rows), WAIT);
  }

  /** Who leads, by how much, and how surely. */
  function told(rows, found, drawn) {
    const [values, ranks] = [found.scores.values[0], found.ranks];
    const parts = rows.map((row) => SAY.pair.one(name(row), points(values[row], digits), Number.isNaN(ranks[row]) ? null : ranks[row]));
    const gap = values[rows[0]] - values[rows[1]];
    const ahead = gap < 0 ? 1 : 0;
    const at = rows.map((row) => (drawn ? drawn.rows.indexOf(row) : -1));
    const share = at.includes(-1) ? null : aboveIn(drawn, at[ahead], at[1 - ahead]);
    const leads = Number.isNaN(gap) ? "" : SAY.pair.leads(name(rows[ahead]), points(Math.abs(gap), digits));
    return [`${parts.join("; ")}.`, leads, share === null ? "" : SAY.pair.above(name(rows[ahead]), name(rows[1 - ahead]), share)].filter(Boolean).join(" ");
  }

  function turned(state, found, rows) {
    const values = found.scores.values[0];
    turn.removeAttribute("aria-busy");
    if (rows.some((row) => Number.isNaN(values[row]))) {
      turn.replaceChildren(el("p", { class: "hint" }, SAY.pair.noScore));
      return;
    }
    const [ahead, behind] = values[rows[0]] >= values[rows[1]] ? rows : [...rows].reverse();
    const weights = weightsFor(model, state, ahead, behind);
    const head = el("h2", { id: "turn-title" }, SAY.pair.turn(name(behind), name(ahead)));
    turn.replaceChildren(head, ...byWeights(state, weights, ahead, behind), ...byAnswers(state, answersFor(model, state, ahead, behind), ahead, behind));
  }

  function byWeights(state, weights, ahead, behind) {
    const top = weights.filter(({ path }) => path === model.program.nodes[0]);
    const below = weights.filter((one) => !top.includes(one) && one.needed !== null);
    below.sort((one, other) => Math.abs(one.needed - one.now) - Math.abs(other.needed - other.now));
    const line = (one) => {
      const set = () => act.set({ weights: { ...state.weights, [one.path]: one.weights } });
      const button = one.needed === null ? null : el("button", { type: "button", class: "small", "data-needs": one.name, onclick: set, "aria-label": SAY.pair.setLabel(title(one.child), one.needed) }, SAY.pair.set);
      const group = one.path === model.program.nodes[0] ? null : el("span", { class: "hint" }, ` ${SAY.pair.within(title(model.at.get(one.path)))}`);
      const needed = one.needed === null ? SAY.pair.never : SAY.pair.needed(one.now, one.needed);
      return el("tr", {}, el("th", { scope: "row" }, title(one.child), group), el("td", {}, weight(one.now)), el("td", { colspan: button ? 1 : 2 }, needed), button ? el("td", {}, button) : null);
    };
    const heads = SAY.pair.weightHeads.map((text) => el("th", { scope: "col" }, text));
    const rows = [...top, ...below.slice(0, SHOWN)].map(line);
    return [
      el("h3", {}, SAY.pair.oneWeight), el("p", { class: "hint" }, SAY.pair.oneWeightHint(name(behind), name(ahead))),
      el("table", { class: "needs", id: "needs-weights" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)),
    ];
  }

  function byAnswers(state, { single, several }, ahead, behind) {
    const key = (row, leaf) => `${model.codes[row]}.${model.program.nodes[model.program.criteria[leaf]]}`;
    const said = ({ row, leaf, level }) => {
      const mark = markIn(model, state, leaf, row);
      const link = el("button", { type: "button", class: "link", onclick: () => act.open(key(row, leaf)) }, `${name(row)}: ${title(model.program.criteria[leaf])}`);
      return [link, ` ${SAY.pair.toLevel(mark, level)}`];
    };
    const tried = (changes) => () => act.set({ answers: { ...state.answers, ...Object.fromEntries(changes.map((one) => [key(one.row, one.leaf), one.level])) } });
    const items = single.slice(0, SHOWN).map((one) => {
      const button = el("button", { type: "button", class: "small", "data-tries": key(one.row, one.leaf), onclick: tried([one]), "aria-label": SAY.pair.tryLabel(name(one.row), title(model.program.criteria[one.leaf]), one.level) }, SAY.pair.try);
      return el("li", {}, said(one), " ", button);
    });
    const parts = [el("h3", {}, SAY.pair.oneAnswer)];
    if (items.length) parts.push(el("ul", { class: "tries", id: "needs-answers" }, items));
    if (single.length > SHOWN) parts.push(el("p", { class: "hint" }, SAY.pair.moreSingle(single.length - SHOWN)));
    if (!model.steps.some(Boolean)) return [...parts, el("p", {}, SAY.pair.noLevels)];
    if (single.some(({ row }) => row === behind)) return parts;
    if (!single.length) parts.push(el("p", {}, SAY.pair.noSingle(name(behind), name(ahead))));
    if (several) {
      const button = el("button", { type: "button", class: "small", id: "try-several", onclick: tried(several.changes) }, SAY.pair.tryAll);
      parts.push(el("p", {}, SAY.pair.several(name(behind), several.steps), " ", button));
      parts.push(el("ul", { class: "tries", id: "needs-several" }, several.changes.map((one) => el("li", {}, said(one)))));
    } else parts.push(el("p", {}, SAY.pair.notEven(name(behind))));
    return parts;
  }

  /** Every criterion with what both have. */
  function lines(state, found, rows) {
    const { known, unknown } = gapsOf(model, state, found, rows);
    const most = Math.max(...known.map(({ weighed }) => Math.abs(weighed)), 1e-9);
    const has = (row, { node, leaf }, mark) => {
      const level = mark?.replace("+", "");
      const words = nodes[node].steps ? nodes[node].anchors.find(([own]) => own === level)?.[1] : null;
      const open = el("button", { type: "button", class: "link", "data-pair": `${model.codes[row]}.${nodes[node].path}`, onclick: () => act.open(`${model.codes[row]}.${nodes[node].path}`) });
      open.append(`${name(row)}: ${SAY.mark(mark, Boolean(nodes[node].steps))}`);
      return el("div", { class: "side" }, open, words ? el("p", {}, words) : null);
    };
    const item = (line) => {
      const more = Math.abs(line.gap) < 1e-9 ? null : rows[line.gap > 0 ? 0 : 1];
      const width = `${((50 * Math.abs(line.weighed)) / most).toFixed(1)}%`;
      const bar = el("span", { class: `lead-bar ${line.gap < 0 ? "right" : "left"}`, "aria-hidden": "true" });
      bar.style.setProperty("--wide", width);
      const by = more === null ? SAY.pair.equal : SAY.pair.gap(name(more), points(Math.abs(line.gap), 0));
      return el("li", {}, el("h4", {}, title(line.node), el("span", { class: "hint" }, ` ${by}, ${SAY.share(line.share)}`)), bar, el("div", { class: "sides" }, rows.map((row, side) => has(row, line, line.marks[side]))));
    };
    const without = unknown.map((line) => el("li", {}, el("h4", {}, title(line.node)), el("div", { class: "sides" }, rows.map((row, side) => has(row, line, line.marks[side])))));
    beside.replaceChildren(
      el("h2", { id: "beside-title" }, SAY.pair.beside),
      el("p", { class: "hint" }, SAY.pair.besideHint),
      el("ol", { class: "gaps", id: "gaps" }, known.map(item)),
      ...(without.length ? [el("h2", {}, SAY.pair.cannot(without.length)), el("p", { class: "hint" }, SAY.pair.cannotHint), el("ul", { class: "gaps", id: "cannot-compare" }, without)] : []),
    );
  }
  return { element, show };
}
