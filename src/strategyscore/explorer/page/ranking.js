// The ranking: a row a country, with the range of its score, the interval of its rank, and the published rank in grey.

import { draw, el, setText } from "./dom.js";
import { sorted } from "./model.js";
import { DASH, percent, points, SAY, span } from "./words.js";

const WIDTH = 100; // of the little charts, in their own units

/** Build the table. `act` has `sort(name)` and `open(code)`; the result shows what was found. */
export function rankingOf(model, act) {
  const heads = ["rank", "country", "score", "bounds", "interval", "first", "published", "coverage"];
  const sorts = { bounds: "lower" };
  const buttons = Object.fromEntries(
    heads.map((name) => {
      const click = () => act.sort(sorts[name] ?? name);
      return [name, el("button", { type: "button", class: "sort", onclick: click }, SAY.heads[name])];
    }),
  );
  const cells = heads.map((name) => el("th", { scope: "col", class: `c-${name}` }, buttons[name]));
  const body = el("tbody");
  const table = el("table", { class: "ranking" }, el("caption", { class: "visually-hidden" }, SAY.rankingCaption), el("thead", {}, el("tr", {}, cells)), body);
  const lines = model.content.countries.map((country, row) => line(model, country, row, act));
  const key = el("p", { class: "hint", id: "key" });
  const note = el("p", { class: "hint", id: "thin" });
  const element = el("div", {}, key, el("div", { class: "wide" }, table), note);
  let order = null;

  function show({ found, drawn, draws, rows, sort, stale }) {
    const [, named] = sort.match(/^(-?)(.*)$/).slice(1);
    const down = sort.startsWith("-");
    heads.forEach((name, index) => {
      if ((sorts[name] ?? name) === named) cells[index].setAttribute("aria-sort", down ? "descending" : "ascending");
      else cells[index].removeAttribute("aria-sort");
    });
    const wanted = sorted(model, found, drawn, rows, sort);
    for (const row of wanted) lines[row].show({ found, drawn });
    if (String(wanted) !== String(order)) {
      const held = document.activeElement;
      body.replaceChildren(...wanted.map((row) => lines[row].element));
      if (body.contains(held)) held.focus({ preventScroll: true });
      order = wanted;
    }
    table.classList.toggle("stale", Boolean(stale));
    const { count } = model.content.doubts;
    const vary = draws.options ? Object.keys(draws.options.vary).filter((name) => draws.options.vary[name]) : [];
    const varied = vary.map((name) => (name === "missing" ? "missing answers" : name));
    const reason = draws.reason ?? SAY.nothingVaries;
    setText(key, SAY.key(model.program.scale, draws.options ? SAY.keyDrawn(count, varied) : SAY.keyNone(reason)));
    setText(note, found.thin.some(Boolean) ? SAY.thin(model.program.minimum_coverage) : "");
  }
  return { element, show };
}

/** One country's row. */
function line(model, country, row, act) {
  const { digits } = model.content;
  const n = model.codes.length;
  const cell = (name, ...content) => el("td", { class: `c-${name}` }, content);
  const rank = el("td", { class: "c-rank" });
  const name = el("button", { type: "button", class: "link", onclick: () => act.open(country.code) }, country.name);
  const score = el("strong");
  const scoreBar = bar();
  const bounds = el("td", { class: "c-bounds" });
  const interval = el("span", { class: "figure" });
  const rankBar = bar();
  const first = el("td", { class: "c-first" });
  const before = model.content.published.ranks[row];
  const published = el("td", { class: "c-published" });
  const coverage = el("td", { class: "c-coverage" });
  const small = el("span", { class: "small-bounds" });
  const element = el(
    "tr", {}, rank, el("th", { scope: "row", class: "c-country" }, name),
    cell("score", el("span", { class: "figure" }, score), scoreBar.element, small), bounds,
    cell("interval", interval, rankBar.element), first, published, coverage,
  );
  const [low, high] = model.program.scale;
  const onScale = (value) => (WIDTH * (value - low)) / (high - low);
  const onRanks = (value) => (n > 1 ? (WIDTH * (value - 1)) / (n - 1) : WIDTH / 2);

  function show({ found, drawn }) {
    const { scores, ranks } = found;
    const value = scores.values[0][row];
    const ends = [scores.lower[0][row], scores.upper[0][row]];
    const own = ranks[row];
    const tied = !Number.isNaN(own) && ranks.filter((other) => other === own).length > 1;
    setText(rank, Number.isNaN(own) ? DASH : `${own}${tied ? "=" : ""}`);
    setText(score, points(value, digits) + (found.thin[row] ? "*" : ""));
    const range = ends.map((end) => points(end, digits));
    setText(bounds, ends.every((end) => Math.abs(end - value) < 1e-9) ? DASH : range.join(" to "));
    setText(small, bounds.textContent === DASH ? "" : bounds.textContent);
    scoreBar.show(onScale(ends[0]), onScale(ends[1]), onScale(value));
    const at = drawn ? drawn.rows.indexOf(row) : -1;
    setText(interval, at < 0 ? DASH : span(drawn.lower[at], drawn.upper[at]));
    setText(first, at < 0 ? DASH : percent(drawn.first[at]));
    const mark = before === null ? NaN : onRanks(before);
    rankBar.show(at < 0 ? NaN : onRanks(drawn.lower[at]), at < 0 ? NaN : onRanks(drawn.upper[at]), onRanks(own), mark);
    const change = before === null || Number.isNaN(own) ? 0 : before - own;
    const text = before === null ? DASH : `${before}`;
    published.replaceChildren(text, change ? el("span", { class: change > 0 ? "up" : "down" }, ` ${SAY.moved(change)}`) : "");
    setText(coverage, percent(scores.coverage[0][row]));
  }
  return { element, show };
}

/** A little chart: a pale bar, a dot, and a grey mark. It repeats what stands beside it in figures. */
function bar() {
  const track = draw("line", { class: "track", x1: 0, x2: WIDTH, y1: 7, y2: 7 });
  const range = draw("rect", { class: "range", y: 3, height: 8, rx: 2 });
  const mark = draw("rect", { class: "mark", y: 0, height: 14, width: 2 });
  const dot = draw("ellipse", { class: "dot", cy: 7, rx: 2.2, ry: 4 });
  const element = draw("svg", { class: "bar", viewBox: `-3 0 ${WIDTH + 6} 14`, preserveAspectRatio: "none", "aria-hidden": "true" }, track, range, mark, dot);
  const place = (shape, known, attributes) => {
    shape.setAttribute("visibility", known ? "visible" : "hidden");
    if (known) for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value.toFixed(2));
  };
  function show(low, high, at, published = NaN) {
    place(range, !Number.isNaN(low), { x: low - 1.5, width: Math.max(high - low, 0) + 3 });
    place(dot, !Number.isNaN(at), { cx: at });
    place(mark, !Number.isNaN(published), { x: published - 1 });
  }
  return { element, show };
}
