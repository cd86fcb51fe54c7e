// The ranking: a row a country, with the range of its score, the interval of its rank, and the published rank in grey.

import { arrange, draw, el, setText, writer } from "./dom.js";
import { bandOf } from "./engine.js";
import { sorted } from "./model.js";
import { DASH, percent, points, SAY, span } from "./words.js";

/** Build the table. `act` has `sort(name)` and `open(code)`; the result shows what was found. */
export function rankingOf(model, act) {
  const heads = ["rank", "country", "score", "interval", "first", "published", "coverage"];
  const buttons = Object.fromEntries(
    heads.map((name) => {
      const click = () => act.sort(name);
      return [name, el("button", { type: "button", class: "sort", onclick: click }, SAY.heads[name])];
    }),
  );
  const cells = heads.map((name) => el("th", { scope: "col", class: `c-${name}` }, buttons[name]));
  const body = el("tbody");
  const table = el("table", { class: "ranking" }, el("caption", { class: "visually-hidden" }, SAY.rankingCaption), el("thead", {}, el("tr", {}, cells)), body);
  const lines = model.content.countries.map((country, row) => line(model, country, row, act));
  const key = el("p", { class: "hint", id: "key" });
  const note = el("p", { class: "hint", id: "thin" });
  const element = el("div", { class: "ranking-view" }, key, el("div", { class: "wide" }, table), note);
  let order = null;

  function show({ found, drawn, draws, rows, sort, stale, later }) {
    setText(buttons.published, later ? SAY.laterHead : SAY.heads.published);
    const [, named] = sort.match(/^(-?)(.*)$/).slice(1);
    const down = sort.startsWith("-");
    heads.forEach((name, index) => {
      if (name === named) cells[index].setAttribute("aria-sort", down ? "descending" : "ascending");
      else cells[index].removeAttribute("aria-sort");
    });
    const wanted = sorted(model, found, drawn, rows, sort);
    const tiers = sort === "rank" && drawn && !stale ? tiersIn(drawn, wanted) : [];
    const axis = axisOf(model, found);
    for (const row of wanted) lines[row].show({ found, drawn, axis, later });
    const now = `${wanted} ${tiers.map((one) => one.row)} ${tiers.map((one) => one.size)}`;
    if (stale && order?.startsWith(`${wanted} `)) table.classList.add("stale"); // the tiers that stand are kept till they are drawn anew
    else if (now !== order) {
      const held = document.activeElement;
      const begins = new Map(tiers.map((one) => [one.row, one]));
      arrange(body, wanted.flatMap((row) => (begins.has(row) ? [heading(begins.get(row)), lines[row].element] : [lines[row].element])));
      if (body.contains(held)) held.focus({ preventScroll: true });
      order = now;
    }
    table.classList.toggle("stale", Boolean(stale));
    const { count } = model.content.doubts;
    const vary = draws.options ? Object.keys(draws.options.vary).filter((name) => draws.options.vary[name]) : [];
    const varied = vary.map((name) => (name === "missing" ? "missing answers" : name));
    const reason = draws.reason ?? SAY.nothingVaries;
    setText(key, SAY.key(model.program.scale, axis, draws.options ? SAY.keyDrawn(count, varied) : SAY.keyNone(reason)) + ` ${SAY.keyMark[later ? "later" : "published"]}${draws.options && sort === "rank" ? ` ${SAY.tiersKey}` : ""}`);
    setText(note, found.thin.some(Boolean) ? SAY.thin(model.program.minimum_coverage) : "");
  }
  return { element, show };
}

/** Where the tiers begin among the rows that are shown, and how many countries each has in all. */
function tiersIn(drawn, rows) {
  const tier = (row) => drawn.tiers[drawn.rows.indexOf(row)] ?? 0;
  const begins = [];
  for (const row of rows) {
    const number = tier(row);
    if ((number || begins.length) && begins.at(-1)?.number !== number) begins.push({ row, number, size: drawn.tiers.filter((one) => one === number).length });
  }
  return begins;
}

function heading(tier) {
  const rest = ["published", "coverage"].map((name) => el("td", { class: `c-${name}` })); // hidden where these columns are
  return el("tr", { class: "tier" }, el("th", { colspan: 5, scope: "colgroup" }, tier.number ? SAY.tier(tier.number, tier.size) : SAY.noTier), rest);
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
  const interval = el("span", { class: "figure" });
  const rankBar = bar();
  const first = el("td", { class: "c-first" });
  const published = el("td", { class: "c-published" });
  const coverage = el("td", { class: "c-coverage" });
  const bounds = el("span", { class: "bounds" });
  const element = el(
    "tr", {}, rank, el("th", { scope: "row", class: "c-country" }, name),
    cell("score", el("div", { class: "with-bar" }, el("span", { class: "figure" }, score), scoreBar.element, bounds)),
    cell("interval", el("div", { class: "with-bar" }, interval, rankBar.element)), first, published, coverage,
  );
  const before = el("span");
  const moves = el("span");
  published.append(before, moves);
  const write = Object.fromEntries(Object.entries({ rank, score, bounds, interval, first, before, moves, coverage }).map(([part, own]) => [part, writer(own)]));
  const onRanks = (value) => (n > 1 ? (value - 1) / (n - 1) : 0.5);

  function show({ found, drawn, axis, later }) {
    const { scores, ranks } = found;
    const onAxis = (end) => (end - axis[0]) / (axis[1] - axis[0]);
    const value = scores.values[0][row];
    const ends = [scores.lower[0][row], scores.upper[0][row]];
    const own = ranks[row];
    const tied = !Number.isNaN(own) && ranks.indexOf(own) !== ranks.lastIndexOf(own);
    write.rank(Number.isNaN(own) ? DASH : `${own}${tied ? "=" : ""}`);
    write.score(points(value, digits) + (found.thin[row] ? "*" : ""));
    const range = ends.map((end) => points(end, digits));
    const band = model.foreign.length ? null : bandOf(model.program, model.byNode.get(0), value);
    const between = ends.every((end) => Math.abs(end - value) < 1e-9) ? "" : range.join(" to ");
    write.bounds([between, band ? SAY.band(band) : ""].filter(Boolean).join("\n"));
    scoreBar.show(onAxis(ends[0]), onAxis(ends[1]), onAxis(value));
    const at = drawn ? drawn.rows.indexOf(row) : -1;
    write.interval(at < 0 ? DASH : span(drawn.lower[at], drawn.upper[at]));
    write.first(at < 0 ? DASH : percent(drawn.first[at]));
    const rankBefore = found.before[row];
    rankBar.show(at < 0 ? NaN : onRanks(drawn.lower[at]), at < 0 ? NaN : onRanks(drawn.upper[at]), onRanks(own), onRanks(rankBefore));
    const change = Number.isNaN(rankBefore) || Number.isNaN(own) ? 0 : later ? own - rankBefore : rankBefore - own;
    write.before(Number.isNaN(rankBefore) ? DASH : `${rankBefore}`);
    write.moves(change ? ` ${SAY.moved(change)}` : "");
    const way = change > 0 ? "up" : change < 0 ? "down" : "";
    if (moves.className !== way) moves.className = way;
    write.coverage(percent(scores.coverage[0][row]));
  }
  return { element, show };
}

/** A little chart: a pale bar, a dot, and a grey mark. It repeats what stands beside it in figures. */
function bar() {
  const track = draw("line", { class: "track", x1: 0, x2: "100%", y1: 7, y2: 7 });
  const range = draw("rect", { class: "range", y: 2, height: 10, rx: 2 });
  const mark = draw("line", { class: "mark", y1: 0, y2: 14 });
  const dot = draw("circle", { class: "dot", cy: 7, r: 4 });
  const element = draw("svg", { class: "bar", height: 14, "aria-hidden": "true" }, track, range, mark, dot);
  const shown = new Map([range, mark, dot].map((shape) => [shape, null]));
  const place = (shape, known, attributes) => {
    const now = known ? Object.values(attributes).join(" ") : "";
    if (now === shown.get(shape)) return;
    if (!now !== !shown.get(shape) || shown.get(shape) === null) shape.setAttribute("visibility", known ? "visible" : "hidden");
    shown.set(shape, now);
    if (known) for (const [name, share] of Object.entries(attributes)) shape.setAttribute(name, `${(100 * share).toFixed(2)}%`);
  };
  function show(low, high, at, published = NaN) {
    place(range, !Number.isNaN(low), { x: low, width: Math.max(high - low, 0.01) });
    place(dot, !Number.isNaN(at), { cx: at });
    place(mark, !Number.isNaN(published), { x1: published, x2: published });
  }
  return { element, show };
}

/** The part of the scale that all scores and their bounds lie in, widened to tenths of it. */
function axisOf(model, found) {
  const [low, high] = model.program.scale;
  const step = (high - low) / 10;
  const [lower, upper] = [found.scores.lower[0], found.scores.upper[0]].map((side) => side.filter((end) => !Number.isNaN(end)));
  if (!lower.length) return [low, high];
  const tenths = [Math.floor((Math.min(...lower) - low) / step + 1e-9), Math.ceil((Math.max(...upper) - low) / step - 1e-9)];
  const [from, to] = tenths[0] < tenths[1] ? tenths : [tenths[0] - 1, tenths[1] + 1];
  return [from, to].map((tenth) => Number((low + step * tenth).toPrecision(12)));
}
