// Every answer by country and criterion: a grid to walk through by keys, each cell of which opens.

import { el, setText } from "./dom.js";
import { markIn, preparedIn, sorted } from "./model.js";
import { DASH, points, SAY } from "./words.js";

const TINTS = 5;
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Build the grid when it is first shown. `act.open(what)` unfolds a country, a criterion or an answer. */
export function answersOf(model, act) {
  const body = el("tbody");
  const head = el("thead");
  const table = el("table", { role: "grid", class: "answers", "aria-readonly": "true" }, el("caption", { class: "visually-hidden" }, SAY.answersCaption), head, body);
  const element = el("div", {}, el("p", { class: "hint" }, SAY.answersKey), el("div", { class: "wide" }, table));
  let cells = []; // of the last drawing, row by row
  let at = [0, 0];
  let last = "";

  table.addEventListener("click", (event) => unfold(event.target.closest("[data-open]")));
  table.addEventListener("keydown", (event) => {
    const target = event.target.closest("[data-open]");
    if (!target) return;
    if (event.key === "Enter" || event.key === " ") unfold(target);
    else if (!step(event)) return;
    event.preventDefault();
  });
  table.addEventListener("focusin", (event) => {
    const target = event.target.closest("[data-open]");
    cells.forEach((line, row) => line.includes(target) && settle(row, line.lastIndexOf(target)));
  });

  function unfold(target) {
    if (target) act.open(target.dataset.open);
  }

  function step(event) {
    const [row, column] = at;
    let next = null;
    if (STEPS[event.key]) next = [row + STEPS[event.key][0], column + STEPS[event.key][1]];
    if (event.key === "Home") next = [event.ctrlKey ? 0 : row, 0];
    if (event.key === "End") next = [event.ctrlKey ? cells.length - 1 : row, cells[row].length - 1];
    if (!next) return false;
    const line = cells[Math.min(Math.max(next[0], 0), cells.length - 1)];
    line[Math.min(Math.max(next[1], 0), line.length - 1)].focus();
    return true;
  }

  /** One cell alone can be reached by the tabulator, the others by arrows. */
  function settle(row, column) {
    cells[at[0]]?.[at[1]]?.setAttribute("tabindex", "-1");
    at = [row, column];
    cells[row][column].setAttribute("tabindex", "0");
  }

  function show({ state, found, drawn, rows }) {
    const order = sorted(model, found, drawn, rows, "rank");
    const name = `${order} ${JSON.stringify(state.answers)} ${state.date}`;
    if (name !== last) build(order, state);
    last = name;
    for (const [node, own] of groupCells) own.forEach(([row, cell]) => setText(cell, points(found.scores.values[node][row], Math.max(model.content.digits - 1, 0))));
  }

  let groupCells = new Map();

  function build(order, state) {
    groupCells = new Map();
    const gap = el("th", { scope: "col", class: "corner" }, SAY.criterion);
    const heads = order.map((row) => {
      const { code, name } = model.content.countries[row];
      return el("th", { scope: "col", "data-open": code, tabindex: "-1", title: name, "aria-label": name }, code);
    });
    head.replaceChildren(el("tr", {}, gap, heads));
    cells = [[heads[0], ...heads]]; // above the criteria's titles stands nothing
    const lines = model.program.nodes.map((path, node) => (model.byNode.has(node) ? groupLine(node, order) : leafLine(node, order, state)));
    body.replaceChildren(...lines);
    at = [Math.min(1, cells.length - 1), 0];
    cells[at[0]]?.[0]?.setAttribute("tabindex", "0");
  }

  function groupLine(node, order) {
    const { title, depth } = model.content.nodes[node];
    const own = order.map((row) => [row, el("td", {}, DASH)]);
    groupCells.set(node, own);
    return el("tr", { class: `group depth-${Math.min(depth, 3)}` }, el("th", { scope: "row" }, title), own.map(([, cell]) => cell));
  }

  function leafLine(node, order, state) {
    const { title, path, depth, kind } = model.content.nodes[node];
    const leaf = model.program.criteria.indexOf(node);
    const first = el("th", { scope: "row", "data-open": path, tabindex: "-1", class: `depth-${Math.min(depth, 3)}` }, el("span", { class: "opens" }, title));
    const { values } = preparedIn(model, { ...state, missing: "left-out" });
    const own = order.map((row) => {
      const mark = markIn(model, state, leaf, row);
      const own = state.answers[`${model.codes[row]}.${path}`] !== undefined;
      const { code, name } = model.content.countries[row];
      const label = SAY.cell(name, title, `${SAY.mark(mark, kind === "levels")}${own ? `, ${SAY.setByYou}` : ""}`);
      return el("td", { "data-open": `${code}.${path}`, tabindex: "-1", class: `${tint(mark, values[leaf][row])}${own ? " own-answer" : ""}`, "aria-label": label, title: label }, mark ?? DASH);
    });
    cells.push([first, ...own]);
    return el("tr", {}, first, own);
  }

  function tint(mark, value) {
    if (mark === null) return "missing";
    if (mark === "n/a") return "not-applicable";
    const [low, high] = model.program.scale;
    const share = (value - low) / (high - low);
    return `t${Math.min(Math.max(Math.round(share * (TINTS - 1)), 0), TINTS - 1)}`;
  }
  return { element, show };
}
